/** The pictures of the lab as elements: `<live-surface update="ppo">` and its kin. */
import { LiveCuts } from './cuts.tsx'
import { defineElement } from './element.ts'
import { LiveFlow } from './flow.tsx'
import { LiveForms } from './forms.tsx'
import { LiveSurface } from './surface.tsx'
import { LiveThumbnail } from './thumbnail.tsx'
import { LiveTraining } from './training.tsx'

defineElement('live-surface', LiveSurface)
defineElement('live-thumbnail', LiveThumbnail)
defineElement('live-cuts', LiveCuts)
defineElement('live-forms', LiveForms)
defineElement('live-flow', LiveFlow)
defineElement('live-training', LiveTraining)
