/**
 * Importing this brings MuJoCo (10 MB) into a program for the browser, where its environments are wanted. Node finds the
 * package @mujoco/mujoco by itself.
 */
import create from '@mujoco/mujoco'
import { haveMujocoFrom } from './envs/mujoco/engine.ts'

haveMujocoFrom(async () => create)
