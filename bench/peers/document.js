// Votes in an Automerge document: one map for each, by its id.

import * as Automerge from '@automerge/automerge'

import { said } from './harness.js'

/** Puts a record into a document; its words stand as they are, not as a text that many edit. */
export function put (doc, record) {
  const vote = said(record)
  for (const key of ['member', 'position', 'reason']) vote[key] = new Automerge.ImmutableString(vote[key])
  doc.votes[record.id] = vote
}

/**
 * Returns a document with these records, too: every one a change of its own, as of `put`.
 *
 * It goes by the part in WebAssembly, for in JavaScript every change copies the whole map.
 */
export function written (doc, records) {
  const bare = Automerge.getBackend(doc).fork()
  for (const record of records) {
    const vote = bare.putObject('/votes', record.id, {})
    for (const [key, value] of Object.entries(said(record)).sort()) {
      bare.put(vote, key, value, typeof value === 'number' ? 'int' : 'str')
    }
    bare.commit(undefined, Math.floor(Date.now() / 1000))
  }
  return Automerge.load(bare.save())
}

/** Returns the records of a document. */
export function recordsOf (doc, decision) {
  return Object.entries(doc.votes).map(([id, vote]) => ({
    id,
    decision,
    member: String(vote.member),
    position: String(vote.position),
    at: vote.at,
    reason: String(vote.reason)
  }))
}
