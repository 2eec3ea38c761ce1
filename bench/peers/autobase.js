// Autobase over corestore, with a Hyperbee as its view: every record is a block of one writer, and a row of the view.

import Autobase from 'autobase'
import Corestore from 'corestore'
import Hyperbee from 'hyperbee'
import net from 'node:net'
import path from 'node:path'

import { FIRST, TOGETHER, decisions, now, progress, read, run, state, until } from './harness.js'
import { version } from './versions.js'

const FAST = 'autobase, fast-forward'

const key = ({ decision, id }) => `${String(decision).padStart(6, '0')}/${id}`

function open (store, bootstrap, fastForward) {
  return new Autobase(store, bootstrap, {
    valueEncoding: 'json',
    fastForward,
    open: store => new Hyperbee(store.get('votes'), {
      extension: false,
      keyEncoding: 'utf-8',
      valueEncoding: 'json'
    }),
    async apply (nodes, view, host) {
      const batch = view.batch({ update: false })
      for (const { value } of nodes) {
        if (value.writer) await host.addWriter(Buffer.from(value.writer, 'hex'), { indexer: false })
        else await batch.put(key(value), value)
      }
      await batch.flush()
    }
  })
}

async function rows (view, options, each) {
  const found = []
  for await (const { value } of view.createReadStream(options)) {
    found.push(value)
    if (found.length % 1000 === 0) each?.(found.length)
  }
  return found
}

const told = base => check => {
  base.on('update', check)
  return () => base.off('update', check)
}

/** Writes records in batches of forty. */
async function write (base, records) {
  for (const batch of decisions(records)) await base.append(batch)
}

/** Resolves when the view has all records and was read through once. */
async function whole (base, { length, many, all }) {
  // Putting long branches in order takes half as long so, or less; by itself it would stay responsive instead.
  base.setBigBatches(true)
  await until(() => {
    progress(Math.min(all, base.view.core.length))
    return base.view.core.length >= length + all - many
  }, told(base))
  const found = await rows(base.view)
  if (found.length < all) throw new Error(`only ${found.length} rows in a view of ${base.view.core.length}`)
  base.setBigBatches(false)
  return now()
}

function holder () {
  let base, store
  const sockets = []
  return {
    async fill ({ folder, file }) {
      store = new Corestore(path.join(folder, 'holder'))
      base = open(store, null, false)
      await base.ready()
      for (const records of decisions(read(file))) await base.append(records)
      await base.update()
      const server = net.createServer(socket => {
        sockets.push(socket)
        socket.setNoDelay(true)
        const stream = base.replicate(false)
        stream.on('error', () => {})
        socket.on('error', () => {})
        stream.pipe(socket).pipe(stream)
      })
      await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
      return { port: server.address().port, key: base.key.toString('hex'), length: base.view.core.length }
    },
    bytes: () => sockets.reduce((sum, socket) => sum + socket.bytesRead + socket.bytesWritten, 0),
    async vote (record) {
      const start = now()
      await base.append(record)
      return start
    },
    admit: writer => base.append({ writer }),
    write: records => write(base, records),
    whole: expected => whole(base, expected),
    state: async () => state(await rows(base.view))
  }
}

function newcomer () {
  let base, store, socket, seen
  const link = async port => {
    socket = net.connect({ port, host: '127.0.0.1', noDelay: true })
    socket.on('error', () => {})
    const stream = base.replicate(true)
    stream.on('error', () => {})
    stream.pipe(socket).pipe(stream)
    await new Promise(resolve => stream.once('open', resolve))
  }
  return {
    async join ({ folder, name, port, key, length, many }) {
      const start = now()
      store = new Corestore(path.join(folder, 'store'))
      base = open(store, Buffer.from(key, 'hex'), name === FAST)
      await base.ready()
      await link(port)
      await until(() => {
        progress(Math.min(many, base.view.core.length))
        return base.view.core.length >= length
      }, told(base))
      const found = await rows(base.view, {}, progress)
      if (found.length < many) throw new Error(`only ${found.length} rows in a view of ${base.view.core.length}`)
      return { ms: now() - start }
    },
    state: async () => state(await rows(base.view)),
    watch (record) {
      seen = until(() => base.view.get(key(record)), told(base))
      // The parent asks for it in its own time.
      seen.catch(() => {})
    },
    seen: () => seen,
    async reconnect ({ port }) {
      socket.destroy()
      await link(port)
    },
    writer: () => base.local.key.toString('hex'),
    async admitted () {
      await until(() => base.writable, check => {
        base.on('writable', check)
        return () => base.off('writable', check)
      })
    },
    part () {
      const closed = new Promise(resolve => socket.once('close', resolve))
      socket.destroy()
      return closed.then(() => {})
    },
    write: records => write(base, records),
    whole: expected => whole(base, expected),
    async meet ({ port }) {
      const start = now()
      await link(port)
      return start
    },
    async act (record) {
      const start = now()
      await base.append(record)
      if (!await base.view.get(key(record))) throw new Error('what was appended is not in the view')
      return now() - start
    },
    async close () {
      // Blocks come when they are read: what is read once more before is on the disk.
      await base.update()
      await rows(base.view)
      socket.destroy()
      await base.close()
      await store.close()
    }
  }
}

function reopen () {
  let base
  return {
    async open ({ at, name, key }) {
      base = open(new Corestore(path.join(at, 'store')), Buffer.from(key, 'hex'), name === FAST)
      await base.ready()
      await rows(base.view, { limit: FIRST * TOGETHER })
      const first = now()
      await rows(base.view)
      return { first, all: now() }
    },
    state: async () => state(await rows(base.view))
  }
}

run({
  program: import.meta.filename,
  name: 'autobase',
  version: version('autobase'),
  skips: ['a signature for each record', 'fsync at each commit'],
  variants: ['replay', 'fast-forward'],
  async admit (holder, newcomer) {
    await holder.call('admit', await newcomer.call('writer'))
    await newcomer.call('admitted')
  },
  roles: { holder, newcomer, reopen }
})
