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
/** How many records each of two has alone who were apart: a fifth of all, and no more than this. */
const ALONE = 5_000

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

/** A process of its own. */
export class Role {
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

/** Returns the value below which this share of the values lies. */
export function percentile (values, share) {
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

/** Fails where somebody holds other records than these. */
export function compare (wanted, found, what) {
  if (wanted.count !== found.count || wanted.hash !== found.hash) {
    throw new Error(`${what}: ${found.count} records instead of ${wanted.count}, or others`)
  }
}

/** Returns what each of two has alone who were apart, and what both have: votes on the same decisions, in turn. */
export function parted (records) {
  const alone = Math.min(ALONE, Math.floor(records.length / 5))
  const common = records.slice(0, records.length - 2 * alone)
  const documents = Math.ceil(common.length / TOGETHER)
  const lately = Math.min(documents, Math.ceil(2 * alone / TOGETHER))
  const sides = [[], []]
  for (const [place, record] of records.slice(common.length).entries()) {
    sides[place % 2].push({ ...record, decision: documents - 1 - (place >> 1) % lately })
  }
  return { alone, common, sides }
}

/**
 * Starts a program: in a role, or to have all of its work done by the deadline. It leaves no process and no folder.
 *
 * @param peer.program the file of the peer, which is started once for each role
 * @param peer.name, peer.version, peer.skips what is printed on each line
 * @param peer.roles what each role answers
 * @param work what is done, with `begin`, which says what is under way, and `print`
 */
export async function within (peer, work) {
  const { role, records: file, deadline, folder: parent } = options()
  if (role) return serve(peer.roles[role]())
  if (!file || !deadline) {
    console.error(`Usage: node ${path.basename(peer.program)} --records FILE --deadline SECONDS [--folder DIR]`)
    process.exit(2)
  }
  const records = read(file)
  const folder = fs.mkdtempSync(path.join(parent ?? os.tmpdir(), 'peer-'))
  const { name, version, skips } = peer
  const current = { name, version, skips, workload: 'fill', many: records.length, begun: now(), newcomer: null }
  const begin = (workload, more) => Object.assign(current, { workload, begun: now() }, more)
  const print = (workload, figures) => {
    const { name, version, many, skips } = current
    console.log(JSON.stringify({ peer: name, version, workload, records: many, ...figures, skips }))
  }
  const leave = code => {
    for (const one of Role.all) one.child.kill('SIGKILL')
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    process.exit(code)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => leave(1))
  setTimeout(() => {
    const { workload, begun, newcomer } = current
    print(workload, { unfinished: true, ms: now() - begun, reached: newcomer?.reached ?? 0 })
    leave(0)
  }, Number(deadline) * 1000)
  try {
    await work({ file, records, folder, begin, print })
  } catch (error) {
    console.error(error)
    leave(1)
  }
  leave(0)
}

/**
 * Runs a peer that joins, votes, meets again and reopens.
 *
 * @param peer what `within` takes, and:
 * @param peer.variants how the newcomer can be set, by name; each is measured
 * @param peer.admit lets the newcomer write, too, where both can write without each other
 */
export function run (peer) {
  return within(peer, async job => {
    const life = { kept: job.records.slice() }
    for (const variant of peer.variants ?? [null]) {
      const name = variant ? `${peer.name}, ${variant}` : peer.name
      // What the one before saw made is there for the next.
      job.begin('fill', { name, many: life.kept.length })
      await together(peer, job, life, name)
      if (peer.admit) await apart(peer, job, name)
    }
  })
}

/** Joins, votes, meets again and reopens; in `life` is what the variants share. */
async function together (peer, { file, records, folder, begin, print }, life, name) {
  const here = path.join(folder, 'holder')
  const there = path.join(folder, 'newcomer')
  fs.rmSync(there, { recursive: true, force: true })
  fs.mkdirSync(there)
  const shared = life.holder ??= new Role(peer.program, 'holder')
  if (!life.place) {
    fs.mkdirSync(here)
    life.place = await shared.call('fill', { folder: here, file })
  }
  const place = { ...life.place, folder: there, name, many: life.kept.length }
  const check = async (newcomer, what) =>
    compare(state(life.kept), await newcomer.call('state', place), `${name}, ${what}`)

  const newcomer = new Role(peer.program, 'newcomer')
  await newcomer.ready
  const before = await quiet(shared)
  begin('join', { newcomer })
  const { ms } = await newcomer.call('join', place)
  const joined = await quiet(shared)
  await check(newcomer, 'join')
  print('join', { ms, bytes: joined - before })

  begin('live')
  const voter = peer.roles.voter ? new Role(peer.program, 'voter') : shared
  if (peer.roles.voter) await voter.call('attach', place)
  const times = []
  const documents = Math.ceil(records.length / TOGETHER)
  let made = 0
  for (const vote of votes(LIVE + WARM, 1000 + life.kept.length)) {
    const record = { ...vote, decision: made % Math.min(documents, 100) }
    await newcomer.call('watch', record)
    const seen = newcomer.call('seen')
    const start = await voter.call('vote', record)
    const took = await seen - start
    if (made++ >= WARM) times.push(took)
    life.kept.push(record)
    await sleep(10)
  }
  await check(newcomer, 'live')
  print('live', { votes: LIVE, p50_ms: percentile(times, 0.5), p99_ms: percentile(times, 0.99) })

  begin('reconnect')
  const still = await quiet(shared)
  await newcomer.call('reconnect', place)
  print('reconnect', { bytes: await quiet(shared) - still })

  begin('disk')
  // Where nothing is kept with the newcomer, it says which folder of the holder's stands for that.
  const kept = await newcomer.call('close', place) ?? there
  await newcomer.end()
  if (voter !== shared) await voter.end()
  print('disk', { ...weigh(kept), held: life.kept.length })

  begin('reopen')
  const opens = []
  const firsts = []
  for (let round = 0; round < REOPENS; round++) {
    const start = now()
    const opener = new Role(peer.program, 'reopen')
    const { first, all } = await opener.call('open', { ...place, at: kept })
    firsts.push(first - start)
    opens.push(all - start)
    if (round === 0) await check(opener, 'reopen')
    await opener.end()
  }
  print('reopen', { ms: percentile(opens, 0.5), first_ms: percentile(firsts, 0.5) })
}

/** Two who hold the same write without each other and meet again; then one of them acts alone. */
async function apart (peer, { records, folder, begin, print }, name) {
  const { alone, common, sides } = parted(records)
  const place = { name, many: common.length, folder: path.join(folder, 'apart-newcomer') }
  const here = path.join(folder, 'apart-holder')
  for (const one of [here, place.folder]) {
    fs.rmSync(one, { recursive: true, force: true })
    fs.mkdirSync(one)
  }
  const file = path.join(folder, 'common.jsonl')
  fs.writeFileSync(file, common.map(record => JSON.stringify(record) + '\n').join(''))
  const [holder, newcomer] = ['holder', 'newcomer'].map(role => new Role(peer.program, role))
  begin('apart', { newcomer, many: records.length })
  Object.assign(place, await holder.call('fill', { folder: here, file }))
  await newcomer.call('join', place)
  await peer.admit(holder, newcomer)
  await newcomer.call('part')
  const before = await quiet(holder)
  await holder.call('write', sides[0])
  await newcomer.call('write', sides[1])

  begin('apart')
  const all = [...common, ...sides.flat()]
  const expected = { ...place, all: all.length, decisions: all.map(({ decision }) => decision) }
  const whole = [holder, newcomer].map(one => one.call('whole', expected))
  const start = await newcomer.call('meet', place)
  const ms = Math.max(...await Promise.all(whole)) - start
  const bytes = await quiet(holder) - before
  for (const one of [holder, newcomer]) compare(state(all), await one.call('state', place), `${name}, apart`)
  print('apart', { alone, ms, bytes })

  begin('act')
  await newcomer.call('part')
  await quiet(holder)
  await holder.end()
  const times = []
  const documents = Math.ceil(common.length / TOGETHER)
  let made = 0
  for (const vote of votes(LIVE + WARM, 3000)) {
    const record = { ...vote, decision: made % Math.min(documents, 100) }
    const took = await newcomer.call('act', record)
    if (made++ >= WARM) times.push(took)
    all.push(record)
    await sleep(10)
  }
  // What a process that is killed leaves behind is what was kept.
  await newcomer.end()
  const opener = new Role(peer.program, 'reopen')
  await opener.call('open', { ...place, at: place.folder })
  compare(state(all), await opener.call('state', place), `${name}, act`)
  await opener.end()
  print('act', { acts: LIVE, p50_ms: percentile(times, 0.5), p99_ms: percentile(times, 0.99) })
}
