/** @type {import('jest').Config} */
export default {
  testEnvironment: './test/environment.mjs',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  maxWorkers: 2,
  // A guard against what hangs, not a measure of speed: a busy machine takes several times longer.
  testTimeout: 300_000,
}
