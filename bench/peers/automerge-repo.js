// automerge-repo over its own WebSocket adapters and its own file storage: a document for each decision.

import * as Automerge from '@automerge/automerge'
import { Repo } from '@automerge/automerge-repo'
import { WebSocketClientAdapter, WebSocketServerAdapter } from '@automerge/automerge-repo-network-websocket'
import { NodeFSStorageAdapter } from '@automerge/automerge-repo-storage-nodefs'
import http from 'node:http'
import path from 'node:path'
import { WebSocketServer } from 'ws'

import { put, recordsOf } from './document.js'
import { FIRST, decisions, now, progress, read, run, state, until } from './harness.js'
import { version } from './versions.js'

/** How many documents are asked for at once. */
const GROUP = 64
/** After how many milliseconds the server gives up somebody who does not answer: it is busy for longer than the usual five
    seconds, and would then say that documents are unavailable which it has. */
const PATIENCE = 600_000

/** Resolves when a document has this many records. */
function whole (handle, size) {
  return until(() => Object.keys(handle.doc()?.votes ?? {}).length >= size, check => {
    handle.on('change', check)
    return () => handle.off('change', check)
  })
}

/** Finds documents and returns their handles, when all of their records are there. */
async function find (repo, ids, sizes, each) {
  const handles = []
  let reached = 0
  for (let at = 0; at < ids.length; at += GROUP) {
    handles.push(...await Promise.all(ids.slice(at, at + GROUP).map(async (id, place) => {
      // What nobody could give at once comes later.
      const handle = await repo.find(id, { allowableStates: ['ready', 'unavailable'] })
      await whole(handle, sizes[at + place])
      reached += sizes[at + place]
      return handle
    })))
    each?.(reached)
  }
  return handles
}

const stateOf = handles => state(handles.flatMap((handle, decision) => recordsOf(handle.doc(), decision)))

/** Writes records while nobody listens. */
async function write (repo, handles, records) {
  for (const record of records) handles[record.decision].change(doc => put(doc, record))
  await repo.flush()
}

/** Resolves when all documents have their records. */
async function allWhole (handles, decisions) {
  const sizes = handles.map(() => 0)
  for (const decision of decisions) sizes[decision]++
  let reached = 0
  await Promise.all(handles.map(async (handle, place) => {
    await whole(handle, sizes[place])
    progress(reached += sizes[place])
  }))
  return now()
}

function holder () {
  const handles = []
  let repo
  let bytes = () => 0
  return {
    async fill ({ folder, file }) {
      const sockets = []
      const server = http.createServer()
      server.on('connection', socket => sockets.push(socket))
      bytes = () => sockets.reduce((sum, socket) => sum + socket.bytesRead + socket.bytesWritten, 0)
      repo = new Repo({
        network: [new WebSocketServerAdapter(new WebSocketServer({ server }), PATIENCE)],
        storage: new NodeFSStorageAdapter(path.join(folder, 'holder'))
      })
      const groups = decisions(read(file))
      for (const records of groups) {
        let doc = Automerge.from({ votes: {} })
        for (const record of records) doc = Automerge.change(doc, doc => put(doc, record))
        handles.push(repo.import(Automerge.save(doc)))
      }
      await repo.flush()
      await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
      return {
        port: server.address().port,
        ids: handles.map(handle => handle.documentId),
        sizes: groups.map(records => records.length)
      }
    },
    bytes: () => bytes(),
    vote (record) {
      const start = now()
      handles[record.decision].change(doc => put(doc, record))
      return start
    },
    write: records => write(repo, handles, records),
    whole: ({ decisions }) => allWhole(handles, decisions),
    state: () => stateOf(handles)
  }
}

function newcomer () {
  let repo, adapter, handles, seen
  return {
    async join ({ folder, port, ids, sizes }) {
      const start = now()
      adapter = new WebSocketClientAdapter(`ws://127.0.0.1:${port}`, 200)
      repo = new Repo({ network: [adapter], storage: new NodeFSStorageAdapter(path.join(folder, 'repo')) })
      handles = await find(repo, ids, sizes, progress)
      return { ms: now() - start }
    },
    state: () => stateOf(handles),
    watch ({ decision, id }) {
      const handle = handles[decision]
      seen = until(() => handle.doc().votes[id], check => {
        handle.on('change', check)
        return () => handle.off('change', check)
      })
    },
    seen: () => seen,
    async reconnect () {
      const back = new Promise(resolve => adapter.once('peer-candidate', resolve))
      adapter.socket.close()
      await back
    },
    part: () => adapter.disconnect(),
    write: records => write(repo, handles, records),
    whole: ({ decisions }) => allWhole(handles, decisions),
    meet () {
      const start = now()
      adapter.connect(repo.peerId, adapter.peerMetadata)
      return start
    },
    async act (record) {
      const handle = handles[record.decision]
      const start = now()
      handle.change(doc => put(doc, record))
      // By itself it would write a tenth of a second later.
      await repo.flush([handle.documentId])
      return now() - start
    },
    async close () {
      await repo.flush()
      await repo.shutdown()
    }
  }
}

function reopen () {
  let handles
  return {
    async open ({ at, ids, sizes }) {
      const repo = new Repo({ storage: new NodeFSStorageAdapter(path.join(at, 'repo')) })
      handles = await find(repo, ids.slice(0, FIRST), sizes)
      const first = now()
      handles.push(...await find(repo, ids.slice(FIRST), sizes.slice(FIRST)))
      return { first, all: now() }
    },
    state: () => stateOf(handles)
  }
}

run({
  program: import.meta.filename,
  name: 'automerge-repo',
  version: version('@automerge/automerge-repo'),
  skips: ['signatures', 'fsync'],
  // Whoever has a document may write.
  admit: () => {},
  roles: { holder, newcomer, reopen }
})
