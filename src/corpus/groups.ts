/** Things that belong together by chains of pairs (union-find). */
export class Groups {
  readonly #parent: Int32Array

  constructor(count: number) {
    this.#parent = Int32Array.from({ length: count }, (_, index) => index)
  }

  /** The two, and all that go with them, are one group from now on. */
  join(a: number, b: number): void {
    const [rootA, rootB] = [this.#rootOf(a), this.#rootOf(b)]
    if (rootA !== rootB) this.#parent[Math.max(rootA, rootB)] = Math.min(rootA, rootB)
  }

  /** Groups of two and more, the largest first, then by their first member; members in order. */
  list(): number[][] {
    const members = new Map<number, number[]>()
    for (let index = 0; index < this.#parent.length; index++) {
      const root = this.#rootOf(index)
      const known = members.get(root)
      if (known) known.push(index)
      else members.set(root, [index])
    }
    return [...members.values()].filter((group) => group.length > 1).sort((a, b) => b.length - a.length)
  }

  #rootOf(index: number): number {
    let root = index
    while (this.#parent[root] !== root) root = this.#parent[root] as number
    for (let at = index; this.#parent[at] !== root; ) {
      const next = this.#parent[at] as number
      this.#parent[at] = root
      at = next
    }
    return root
  }
}
