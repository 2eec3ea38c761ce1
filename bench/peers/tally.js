// What ten thousand votes on one decision come to, where nothing counts them beforehand: Automerge, Yjs and Hyperbee
// load what is on the disk and go through all of it.

import * as Automerge from '@automerge/automerge'
import Corestore from 'corestore'
import Hyperbee from 'hyperbee'
import fs from 'node:fs'
import path from 'node:path'
import * as Y from 'yjs'

import { recordsOf, written } from './document.js'
import { Role, TOGETHER, compare, now, percentile, read, said, state, within } from './harness.js'
import { version } from './versions.js'

const VOICES = 10_000
/** How often it is read; the first ones fill caches and are not counted. */
const ROUNDS = 9
const WARM = 2

/** Returns the first records as votes on one decision. */
const crowd = records => records.slice(0, VOICES).map(record => ({ ...record, decision: 0 }))

/** Returns how many votes there are for each position. */
function count (positions) {
  const tally = {}
  for (const position of positions) tally[position] = (tally[position] ?? 0) + 1
  return tally
}

// What each of them does: `write` leaves all votes in a folder, `open` opens a store, as ours is open, `load` returns what
// `scan` goes through and `records` lists, and `close` lets it go.

const automerge = {
  write (folder, records) {
    fs.writeFileSync(path.join(folder, 'votes'), Automerge.save(written(Automerge.from({ votes: {} }), records)))
  },
  open: folder => folder,
  load: folder => Automerge.load(fs.readFileSync(path.join(folder, 'votes'))),
  scan: doc => count(Object.values(doc.votes).map(({ position }) => String(position))),
  records: doc => recordsOf(doc, 0),
  close: doc => Automerge.free(doc)
}

const yjs = {
  write (folder, records) {
    const doc = new Y.Doc()
    for (const record of records) doc.getMap('votes').set(record.id, said(record))
    fs.writeFileSync(path.join(folder, 'votes'), Y.encodeStateAsUpdate(doc))
  },
  open: folder => folder,
  load (folder) {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, fs.readFileSync(path.join(folder, 'votes')))
    return doc
  },
  scan: doc => count(Array.from(doc.getMap('votes').values(), ({ position }) => position)),
  records: doc => Array.from(doc.getMap('votes').entries(), ([id, vote]) => ({ id, decision: 0, ...vote })),
  close: doc => doc.destroy()
}

const hyperbee = {
  async open (folder) {
    const store = new Corestore(path.join(folder, 'votes'))
    const bee = new Hyperbee(store.get({ name: 'votes' }), { keyEncoding: 'utf-8', valueEncoding: 'json' })
    await bee.ready()
    return { store, bee }
  },
  async write (folder, records) {
    const { store, bee } = await hyperbee.open(folder)
    for (let at = 0; at < records.length; at += TOGETHER) {
      const batch = bee.batch()
      for (const record of records.slice(at, at + TOGETHER)) await batch.put(record.id, record)
      await batch.flush()
    }
    await hyperbee.close({ store, bee })
  },
  load: opened => opened,
  async scan ({ bee }) {
    const positions = []
    for await (const { value } of bee.createReadStream()) positions.push(value.position)
    return count(positions)
  },
  async records ({ bee }) {
    const found = []
    for await (const { value } of bee.createReadStream()) found.push(value)
    return found
  },
  async close ({ store, bee }) {
    await bee.close()
    await store.close()
  }
}

const reader = ({ write, open, load, scan, records, close }) => () => ({
  async write ({ folder, file }) {
    await write(folder, crowd(read(file)))
  },
  async read (folder) {
    const [whole, again] = [[], []]
    let tally, found
    for (let round = 0; round < ROUNDS + WARM; round++) {
      const opened = await open(folder)
      const start = now()
      const held = await load(opened)
      tally = await scan(held)
      const first = now()
      await scan(held)
      if (round >= WARM) {
        whole.push(first - start)
        again.push(now() - first)
      }
      found ??= state(await records(held))
      await close(held)
    }
    return { ms: percentile(whole, 0.5), again_ms: percentile(again, 0.5), tally, found }
  }
})

const PEERS = [
  { name: 'automerge', role: 'automerge', version: version('@automerge/automerge'), skips: ['signatures'] },
  { name: 'yjs', role: 'yjs', version: version('yjs'), skips: ['signatures'] },
  { name: 'hyperbee', role: 'hyperbee', version: version('hyperbee'), skips: ['a signature for each record'] }
]

within({
  program: import.meta.filename,
  name: 'tally',
  roles: { automerge: reader(automerge), yjs: reader(yjs), hyperbee: reader(hyperbee) }
}, async ({ file, records, folder, begin, print }) => {
  const voices = crowd(records)
  for (const { role, ...peer } of PEERS) {
    const here = path.join(folder, role)
    fs.mkdirSync(here)
    const one = new Role(import.meta.filename, role)
    begin('tally', { ...peer, many: voices.length, newcomer: one })
    await one.call('write', { folder: here, file })
    begin('tally')
    const { ms, again_ms, tally, found } = await one.call('read', here)
    compare(state(voices), found, `${peer.name}, tally`)
    const wanted = count(voices.map(({ position }) => position))
    for (const [position, many] of Object.entries(wanted)) {
      if (tally[position] !== many) throw new Error(`${peer.name} counts ${tally[position]} ${position}, not ${many}`)
    }
    print('tally', { ms, again_ms })
    await one.end()
  }
})
