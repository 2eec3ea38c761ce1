// Hocuspocus and Yjs: a server that keeps a document for each decision in SQLite, and clients that keep nothing.

import { Server } from '@hocuspocus/server'
import { SQLite } from '@hocuspocus/extension-sqlite'
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import path from 'node:path'
import WebSocket from 'ws'
import * as Y from 'yjs'

import { FIRST, decisions, now, progress, read, run, said, sleep, state } from './harness.js'
import { version } from './versions.js'

/** How many documents a client attaches at a time. The first stay attached, so that up to twice as many are open. */
const GROUP = 100

const nameOf = decision => `decision-${decision}`

const recordsOf = (doc, decision) =>
  [...doc.getMap('votes').entries()].map(([id, vote]) => ({ id, decision, ...vote }))

const put = (doc, record) => doc.getMap('votes').set(record.id, said(record))

async function serving (folder) {
  const server = new Server({
    address: '127.0.0.1',
    port: 0,
    quiet: true,
    stopOnSignals: false,
    extensions: [new SQLite({ database: path.join(folder, 'votes.sqlite') })]
  })
  await server.listen()
  return server
}

/** A client: documents that come by one WebSocket. */
class Client {
  constructor (port) {
    this.socket = new HocuspocusProviderWebsocket({ url: `ws://127.0.0.1:${port}`, WebSocketPolyfill: WebSocket })
    this.docs = []
    this.open = new Map()
  }

  /** Attaches documents and waits until each holds what the server holds. */
  async attach (first, last) {
    await Promise.all(Array.from({ length: last - first }, (_, place) => new Promise(resolve => {
      const document = this.docs[first + place] ??= new Y.Doc()
      const provider = new HocuspocusProvider({
        websocketProvider: this.socket,
        name: nameOf(first + place),
        document,
        onSynced: ({ state }) => state && resolve()
      })
      this.open.set(first + place, provider)
      provider.attach()
    })))
  }

  detach (first, last) {
    for (let place = first; place < last; place++) {
      this.open.get(place).destroy()
      this.open.delete(place)
    }
  }

  /** Goes through all documents; the first ones stay attached. */
  async through (many, each) {
    for (let at = 0; at < many; at += GROUP) {
      const last = Math.min(many, at + GROUP)
      await this.attach(at, last)
      each?.(at, last)
      if (at > 0) this.detach(at, last)
    }
  }
}

function holder () {
  const sockets = []
  return {
    async fill ({ folder, file }) {
      const server = await serving(folder)
      server.httpServer.on('connection', socket => sockets.push(socket))
      const groups = decisions(read(file))
      for (const [decision, records] of groups.entries()) {
        const direct = await server.hocuspocus.openDirectConnection(nameOf(decision))
        for (const record of records) await direct.transact(doc => put(doc, record))
        await direct.disconnect()
      }
      return { port: server.address.port, documents: groups.length, server: folder }
    },
    bytes: () => sockets.reduce((sum, socket) => sum + socket.bytesRead + socket.bytesWritten, 0)
  }
}

function newcomer () {
  let client, seen
  return {
    async join ({ port, documents, many }) {
      const start = now()
      client = new Client(port)
      let reached = 0
      await client.through(documents, (first, last) => {
        for (let at = first; at < last; at++) reached += client.docs[at].getMap('votes').size
        progress(reached)
      })
      if (reached < many) throw new Error(`only ${reached} records of ${many}`)
      return { ms: now() - start }
    },
    state: () => state(client.docs.flatMap(recordsOf)),
    watch ({ decision, id }) {
      const votes = client.docs[decision].getMap('votes')
      seen = new Promise(resolve => {
        const look = () => {
          if (!votes.has(id)) return
          votes.unobserve(look)
          resolve(now())
        }
        votes.observe(look)
      })
    },
    seen: () => seen,
    async reconnect ({ documents }) {
      client.detach(0, Math.min(GROUP, documents))
      const closed = new Promise(resolve => client.socket.on('close', resolve))
      client.socket.disconnect()
      await closed
      client.socket.connect()
      await client.through(documents)
    },
    async close ({ server }) {
      // The server writes two seconds after the last change of a document.
      await sleep(3000)
      return server
    }
  }
}

function voter () {
  let client
  return {
    async attach ({ port, documents }) {
      client = new Client(port)
      await client.attach(0, Math.min(GROUP, documents))
    },
    vote (record) {
      const start = now()
      put(client.docs[record.decision], record)
      return start
    }
  }
}

function reopen () {
  const docs = []
  return {
    async open ({ at, documents }) {
      const server = await serving(at)
      const load = async decision => {
        const direct = await server.hocuspocus.openDirectConnection(nameOf(decision))
        docs.push(direct.document)
      }
      while (docs.length < Math.min(FIRST, documents)) await load(docs.length)
      const first = now()
      while (docs.length < documents) await load(docs.length)
      return { first, all: now() }
    },
    state: () => state(docs.flatMap(recordsOf))
  }
}

run({
  program: import.meta.filename,
  name: 'hocuspocus',
  version: version('@hocuspocus/server'),
  skips: ['signatures', 'durable before it is seen', 'anything on the newcomer\'s disk', 'meeting without a server'],
  roles: { holder, newcomer, voter, reopen }
})
