import type { Theme } from 'vitepress'
import DefaultTheme from 'vitepress/theme'
import { onMounted } from 'vue'
import '../../../lab/tones.css'
import './style.css'

export default {
  extends: DefaultTheme,
  setup() {
    // Elements come to life once the page is there; a server has none.
    onMounted(() => {
      if (!import.meta.env.SSR) void import('../../live/index.ts')
    })
  },
} satisfies Theme
