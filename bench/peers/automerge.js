// Automerge's own sync protocol within one document of all votes: two who were apart, in one process and in turn.

import * as Automerge from '@automerge/automerge'

import { recordsOf, written } from './document.js'
import { Role, compare, now, parted, progress, read, state, within } from './harness.js'
import { version } from './versions.js'

/** Returns records as votes on one decision: what stands in one document. */
const together = records => records.map(record => ({ ...record, decision: 0 }))

function both () {
  let one, other
  return {
    part (file) {
      const { common, sides } = parted(read(file))
      const doc = written(Automerge.from({ votes: {} }), common)
      one = written(doc, sides[0])
      other = written(doc, sides[1])
      progress(common.length)
    },
    meet () {
      let [there, back] = [Automerge.initSyncState(), Automerge.initSyncState()]
      let [bytes, trips, said, answered] = [0, 0, null, null]
      const start = now()
      do {
        [there, said] = Automerge.generateSyncMessage(one, there)
        if (said) [other, back] = Automerge.receiveSyncMessage(other, back, said);
        [back, answered] = Automerge.generateSyncMessage(other, back)
        if (answered) [one, there] = Automerge.receiveSyncMessage(one, there, answered)
        bytes += (said?.length ?? 0) + (answered?.length ?? 0)
        if (said || answered) trips++
      } while (said || answered)
      return { ms: now() - start, bytes, trips }
    },
    states: () => [one, other].map(doc => state(recordsOf(doc, 0)))
  }
}

within({
  program: import.meta.filename,
  name: 'automerge, one document',
  version: version('@automerge/automerge'),
  skips: ['signatures', 'a disk', 'a link'],
  roles: { both }
}, async ({ file, records, begin, print }) => {
  const { alone, common, sides } = parted(records)
  const two = new Role(import.meta.filename, 'both')
  begin('apart', { newcomer: two })
  await two.call('part', file)
  begin('apart')
  const met = await two.call('meet')
  const all = state(together([...common, ...sides.flat()]))
  for (const found of await two.call('states')) compare(all, found, 'automerge, apart')
  print('apart', { alone, ...met })
})
