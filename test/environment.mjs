import { TestEnvironment } from 'jest-environment-node'

/**
 * Jest runs tests in a realm of its own; native modules check arrays against the host's constructors
 * ("must be type of function Float32Array"). So the realm gets the host's typed arrays.
 */
export default class HostArrays extends TestEnvironment {
  async setup() {
    await super.setup()
    Object.assign(this.global, {
      ArrayBuffer,
      SharedArrayBuffer,
      DataView,
      Int8Array,
      Uint8Array,
      Uint8ClampedArray,
      Int16Array,
      Uint16Array,
      Int32Array,
      Uint32Array,
      Float32Array,
      Float64Array,
      BigInt64Array,
      BigUint64Array,
    })
  }
}
