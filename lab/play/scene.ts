/** A MuJoCo model in depth, by three.js: its parts where they are, on a tiled floor, with a light and shadows. */
import {
  AmbientLight,
  CapsuleGeometry,
  Color,
  CylinderGeometry,
  DataTexture,
  DirectionalLight,
  Fog,
  LinearMipmapLinearFilter,
  Matrix4,
  Mesh,
  MeshLambertMaterial,
  NearestFilter,
  PCFShadowMap,
  PerspectiveCamera,
  PlaneGeometry,
  RepeatWrapping,
  SphereGeometry,
  SRGBColorSpace,
  Scene as ThreeScene,
  WebGLRenderer,
} from 'three'
import { colours, mix } from '../../src/envs/drawing/colours.ts'
import type { GeomPose, Mujoco } from '../../src/envs/index.ts'
import type { Orbit, StageSize } from './messages.ts'

/** Half the side of the floor, in tiles. */
const TILES = 60
/** Lowest and highest that the camera may look down by, radians. */
const LOW = 0.02
const HIGH = 1.5

export class Scene {
  readonly #env: Mujoco
  readonly #renderer: WebGLRenderer
  readonly #scene = new ThreeScene()
  readonly #camera = new PerspectiveCamera()
  readonly #light = new DirectionalLight('#ffffff', 2.2)
  readonly #parts: readonly (Mesh | undefined)[]
  readonly #floor: Mesh | undefined
  #orbit: Orbit = { azimuth: 0, elevation: 0, distance: 1 }

  /**
   * @param env that was reset.
   * @param plain without what costs most, for a browser that has to draw without a graphics processor.
   */
  constructor(canvas: OffscreenCanvas, env: Mujoco, plain: boolean) {
    const { camera } = env.view()
    this.#env = env
    this.#renderer = new WebGLRenderer({ canvas, antialias: !plain })
    this.#renderer.shadowMap.enabled = !plain
    this.#renderer.shadowMap.type = PCFShadowMap
    this.#scene.background = new Color(colours.paper)
    this.#scene.fog = new Fog(colours.paper, 2 * camera.distance, 8 * camera.distance)
    this.#scene.add(new AmbientLight('#ffffff', 1.5), this.#light, this.#light.target)
    this.#light.castShadow = true
    this.#light.shadow.mapSize.set(1024, 1024)
    const side = 1.6 * camera.span
    Object.assign(this.#light.shadow.camera, { left: -side, right: side, top: side, bottom: -side })
    Object.assign(this.#light.shadow.camera, { near: 0.1, far: 8 * camera.span })
    this.#camera.up.set(0, 0, 1)
    this.#parts = env.geoms().map((geom) => partOf(geom))
    for (const part of this.#parts) if (part) this.#scene.add(part)
    this.#floor = camera.tile > 0 ? floorOf(camera.tile, this.#renderer) : undefined
    if (this.#floor) this.#scene.add(this.#floor)
  }

  resize({ width, height, ratio }: StageSize): void {
    if (width === 0) return
    const { camera } = this.#env.view()
    this.#renderer.setPixelRatio(ratio)
    this.#renderer.setSize(width, height, false)
    this.#camera.aspect = width / height
    // The span has to fit, and half as much more from side to side.
    const span = Math.max(camera.span, (1.5 * camera.span) / this.#camera.aspect)
    this.#camera.fov = (360 / Math.PI) * Math.atan(span / 2 / camera.distance)
    this.#camera.near = camera.distance / 50
    this.#camera.far = 20 * camera.distance
    this.#camera.updateProjectionMatrix()
  }

  turn(orbit: Orbit): void {
    this.#orbit = orbit
  }

  draw(): void {
    const matrix = new Matrix4()
    this.#env.geoms().forEach(({ position: [x, y, z], rotation: r }, i) => {
      const part = this.#parts[i]
      if (!part) return
      matrix.set(r[0], r[1], r[2], x, r[3], r[4], r[5], y, r[6], r[7], r[8], z, 0, 0, 0, 1)
      matrix.decompose(part.position, part.quaternion, part.scale)
    })
    this.#look()
    this.#renderer.render(this.#scene, this.#camera)
  }

  #look(): void {
    const { camera, body } = this.#env.view()
    const [x, y, z] = camera.target.map(
      (value, axis) => value + (camera.follows && axis < 2 ? body[axis] : 0),
    )
    const azimuth = (camera.azimuth * Math.PI) / 180 + this.#orbit.azimuth
    const own = (camera.elevation * Math.PI) / 180 + 0.5 * Math.atan(camera.rise / camera.distance)
    const elevation = Math.max(LOW, Math.min(HIGH, own + this.#orbit.elevation))
    const distance = camera.distance * this.#orbit.distance
    const level = Math.cos(elevation) * distance
    this.#camera.position.set(
      x - level * Math.cos(azimuth),
      y - level * Math.sin(azimuth),
      z + Math.sin(elevation) * distance,
    )
    this.#camera.lookAt(x, y, z)
    this.#light.target.position.set(x, y, z)
    this.#light.position.set(x - camera.span, y - 1.5 * camera.span, z + 3 * camera.span)
    // The floor has no end: it goes along, by whole pairs of tiles.
    const pair = 2 * camera.tile
    this.#floor?.position.set(Math.round(x / pair) * pair, Math.round(y / pair) * pair, 0)
  }
}

function partOf({ type, size, colour }: GeomPose): Mesh | undefined {
  if (type === 'plane') return undefined
  const [radius, half] = size
  const geometry =
    type === 'sphere'
      ? new SphereGeometry(radius, 40, 24)
      : type === 'capsule'
        ? new CapsuleGeometry(radius, 2 * half, 12, 28)
        : new CylinderGeometry(radius, radius, 2 * half, 40)
  // Along z, as MuJoCo has them.
  geometry.rotateX(Math.PI / 2)
  const [red, green, blue] = colour
  const part = new Mesh(
    geometry,
    new MeshLambertMaterial({ color: new Color().setRGB(red, green, blue, SRGBColorSpace) }),
  )
  part.castShadow = true
  part.receiveShadow = true
  return part
}

function floorOf(tile: number, renderer: WebGLRenderer): Mesh {
  const tones = [mix(colours.ground, '#ffffff', 0.55), mix(colours.ground, '#ffffff', 0.2)]
  const texels = [0, 1, 1, 0].flatMap((tone) =>
    [1, 3, 5].map((at) => Number.parseInt(tones[tone].slice(at, at + 2), 16)).concat(255),
  )
  const texture = new DataTexture(Uint8Array.from(texels), 2, 2)
  Object.assign(texture, { wrapS: RepeatWrapping, wrapT: RepeatWrapping, magFilter: NearestFilter })
  Object.assign(texture, {
    minFilter: LinearMipmapLinearFilter,
    generateMipmaps: true,
    colorSpace: SRGBColorSpace,
  })
  texture.anisotropy = renderer.capabilities.getMaxAnisotropy()
  texture.repeat.set(TILES, TILES)
  texture.needsUpdate = true
  const floor = new Mesh(
    new PlaneGeometry(2 * TILES * tile, 2 * TILES * tile),
    new MeshLambertMaterial({ map: texture }),
  )
  floor.receiveShadow = true
  return floor
}
