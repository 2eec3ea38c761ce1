// What all peers that run on Node share: the order of the work, the processes, the lines that are printed.
//
// A peer is a set of roles, each a process of its own, as on two laptops: a `holder` that has all records, a
// `newcomer` that comes to have them, perhaps a `voter`, and `reopen`, which starts on what the newcomer left on the
// disk. The parent measures nothing but starts; each role reads the system's monotonic clock, which all share.

import { fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

import { votes } from './records.js'

/** How many records a document, or a decision, has. */
export const TOGETHER = 40
/** How many decisions a first list shows. */
export const FIRST = 50
/** How many votes are made while both look on; the first ones fill caches and are not counted. */
const LIVE = 200
const WARM = 20
const REOPENS = 3

/** Returns the system's monotonic clock in milliseconds; all processes share it. */
export const now = () => Number(process.hrtime.bigint()) / 1e6

export const sleep = ms => new Promise(resolve => setTimeout(resolve, ms))

/** Returns the records of a JSON-lines file. */
export function read (file) {
  return fs.readFileSync(file, 'utf8').split('\n').filter(Boolean).map(line => JSON.parse(line))
}

/** Returns records by decision: what stands together in a document. */
export function decisions (records) {
  const all = []
  for (let at = 0; at < records.length; at += TOGETHER) all.push(records.slice(at, at + TOGETHER))
  return all
}

/** Returns a record without its decision and id, which say where it stands. */
export const said = ({ member, position, at, reason }) => ({ member, position, at, reason })

/** Returns how many records there are, and a hash over all of them in order. */
export function state (records) {
  const lines = records.map(({ id, decision, member, position, at, reason }) =>
    JSON.stringify({ id, decision, member, position, at, reason }))
  return { count: lines.length, hash: createHash('sha256').update(lines.sort().join('\n')).digest('hex') }
}

/** Resolves as soon as `done` says yes, which is asked whenever `listen`'s callback is called. */
export function until (done, listen) {
  return new Promise((resolve, reject) => {
    const check = async () => {
      try {
        if (!await done()) return
        stop?.()
        resolve(now())
      } catch (error) {
        reject(error)
      }
    }
    const stop = listen(check)
    check()
  })
}

/** Answers the parent's calls, by name. */
export function serve (methods) {
  process.on('disconnect', () => process.exit(1))
  process.on('message', async ({ call, name, value }) => {
    try {
      process.send({ call, value: await methods[name](value) })
    } catch (error) {
      process.send({ call, error: error.stack ?? String(error) })
    }
  })
  process.send({ ready: true })
}

/** Tells the parent how many records are there by now. */
export const progress = reached => process.send({ reached })

class Role {
  static all = new Set()

  constructor (program, role) {
    this.calls = new Map()
    this.next = 0
    this.reached = 0
    this.child = fork(program, ['--role', role], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    Role.all.add(this)
    this.ready = new Promise((resolve, reject) => {
      this.child.on('message', message => {
        if (message.ready) return resolve()
        if (message.reached !== undefined) {
          this.reached = message.reached
          return
        }
        const { good, bad } = this.calls.get(message.call)
        this.calls.delete(message.call)
        if (message.error) bad(new Error(message.error))
        else good(message.value)
      })
      this.child.on('exit', code => {
        Role.all.delete(this)
        const error = new Error(`the ${role} ended (${code})`)
        reject(error)
        for (const { bad } of this.calls.values()) bad(error)
      })
    })
  }

  async call (name, value) {
    await this.ready
    return new Promise((resolve, reject) => {
      this.calls.set(this.next, { good: resolve, bad: reject })
      this.child.send({ call: this.next++, name, value })
    })
  }

  end () {
    if (!Role.all.has(this)) return
    const gone = new Promise(resolve => this.child.once('exit', resolve))
    this.child.kill('SIGKILL')
    return gone
  }
}

function percentile (values, share) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.round((sorted.length - 1) * share)]
}

/** Returns the bytes of all files below a folder, by their length and by the blocks that they take. */
function weigh (folder) {
  let [disk, blocks] = [0, 0]
  for (const entry of fs.readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const { size, blocks: taken } = fs.statSync(path.join(entry.path, entry.name))
    if (entry.isFile()) disk += size
    blocks += taken * 512
  }
  return { disk, blocks }
}

/** Waits until no byte has crossed the wire for a while, and returns how many have in all. */
async function quiet (holder) {
  let last = -1
  for (;;) {
    const bytes = await holder.call('bytes')
    if (bytes === last) return bytes
    last = bytes
    await sleep(1500)
  }
}

function options () {
  const given = process.argv.slice(2)
  const read = {}
  for (let at = 0; at < given.length; at += 2) read[given[at].replace(/^--/, '')] = given[at + 1]
  return read
}

/**
 * Runs a peer.
 *
 * @param peer.program the file of the peer, which is started once for each role
 * @param peer.name, peer.version, peer.skips what is printed on each line
 * @param peer.variants how the newcomer can be set, by name; each is measured
 * @param peer.roles what each role answers
 */
export async function run (peer) {
  const { role, records: file, deadline, folder: parent } = options()
  if (role) return serve(peer.roles[role]())
  if (!file || !deadline) {
    console.error(`Usage: node ${path.basename(peer.program)} --records FILE --deadline SECONDS [--folder DIR]`)
    process.exit(2)
  }
  const records = read(file)
  const folder = fs.mkdtempSync(path.join(parent ?? os.tmpdir(), 'peer-'))
  let begun = now()
  let current = { name: peer.name, workload: 'fill', many: records.length }
  const print = (workload, figures) => {
    const { name, many } = current
    const { version, skips } = peer
    console.log(JSON.stringify({ peer: name, version, workload, records: many, ...figures, skips }))
  }
  const leave = code => {
    for (const one of Role.all) one.child.kill('SIGKILL')
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    process.exit(code)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => leave(1))
  setTimeout(() => {
    const { workload, newcomer } = current
    print(workload, { unfinished: true, ms: now() - begun, reached: newcomer?.reached ?? 0 })
    leave(0)
  }, Number(deadline) * 1000)
  try {
    for (const variant of peer.variants ?? [null]) {
      // What the one before saw made is there for the next.
      const many = peer.kept?.length ?? records.length
      current = { name: variant ? `${peer.name}, ${variant}` : peer.name, workload: 'fill', many }
      await measure()
    }
  } catch (error) {
    console.error(error)
    leave(1)
  }
  leave(0)

  async function measure () {
    const here = path.join(folder, 'holder')
    const there = path.join(folder, 'newcomer')
    fs.rmSync(there, { recursive: true, force: true })
    fs.mkdirSync(there)
    const shared = peer.holder ??= new Role(peer.program, 'holder')
    if (!peer.place) {
      fs.mkdirSync(here)
      peer.place = await shared.call('fill', { folder: here, file })
      peer.kept = records.slice()
    }
    const place = { ...peer.place, folder: there, name: current.name, many: current.many }
    const compare = async (newcomer, what) => {
      const [wanted, found] = [state(peer.kept), await newcomer.call('state', place)]
      if (wanted.count !== found.count || wanted.hash !== found.hash) {
        throw new Error(`${current.name}, ${what}: ${found.count} records instead of ${wanted.count}, or others`)
      }
    }

    const newcomer = new Role(peer.program, 'newcomer')
    await newcomer.ready
    const before = await quiet(shared)
    begun = now()
    Object.assign(current, { workload: 'join', newcomer })
    const { ms } = await newcomer.call('join', place)
    const joined = await quiet(shared)
    await compare(newcomer, 'join')
    print('join', { ms, bytes: joined - before })

    current.workload = 'live'
    const voter = peer.roles.voter ? new Role(peer.program, 'voter') : shared
    if (peer.roles.voter) await voter.call('attach', place)
    const times = []
    const documents = Math.ceil(records.length / TOGETHER)
    let made = 0
    for (const vote of votes(LIVE + WARM, 1000 + peer.kept.length)) {
      const record = { ...vote, decision: made % Math.min(documents, 100) }
      await newcomer.call('watch', record)
      const seen = newcomer.call('seen')
      const start = await voter.call('vote', record)
      const took = await seen - start
      if (made++ >= WARM) times.push(took)
      peer.kept.push(record)
      await sleep(10)
    }
    await compare(newcomer, 'live')
    print('live', { votes: LIVE, p50_ms: percentile(times, 0.5), p99_ms: percentile(times, 0.99) })

    current.workload = 'reconnect'
    const still = await quiet(shared)
    await newcomer.call('reconnect', place)
    print('reconnect', { bytes: await quiet(shared) - still })

    current.workload = 'disk'
    // Where nothing is kept with the newcomer, it says which folder of the holder's stands for that.
    const kept = await newcomer.call('close', place) ?? there
    await newcomer.end()
    if (voter !== shared) await voter.end()
    print('disk', { ...weigh(kept), held: peer.kept.length })

    current.workload = 'reopen'
    const opens = []
    const firsts = []
    for (let round = 0; round < REOPENS; round++) {
      const start = now()
      const opener = new Role(peer.program, 'reopen')
      const { first, all } = await opener.call('open', { ...place, at: kept })
      firsts.push(first - start)
      opens.push(all - start)
      if (round === 0) await compare(opener, 'reopen')
      await opener.end()
    }
    print('reopen', { ms: percentile(opens, 0.5), first_ms: percentile(firsts, 0.5) })
  }
}
