// Package register holds the data type with which workspaces are merged: a
// multi-value register with its causal history. It knows nothing of rows, SQL
// or fact-checking.
//
// # What is replicated
//
// Every workspace is a replica. A row is a map of registers: one for each of its
// field groups (the columns that change together) and one for its existence,
// whose values are alive and deleted. The values of a register are the JSON of
// the columns. An assignment is an event of the workspace's history; the id of
// the event is the assignment's stamp. Stamps are unique, and never used again.
// What a merge writes into rows is no assignment: its own events are left out,
// and the other side's are kept beside the history in their place.
//
// # A register and its causal history
//
// A register has an entry for every value that it has or had: the stamps of the
// assignments of that value, who made the last of them and when, and whether the
// value is live. A live value is the one in the row, or one that waits beside it
// in a conflict; any other has been superseded. The stamps of all entries are
// the register's causal history: the assignments that this replica has seen.
// An assignment supersedes the value that is in the row where it is made, and one
// that resolves a conflict those that waited beside it: its author has seen what
// it supersedes.
//
// A package starts without the events of the workspace it was made from. It
// brings the stamps of its values and of those that they superseded in their
// place; a package without labels brings hashes of them, see Mask. A value for
// which no stamp is known has the stamp "", which is part of a causal history
// only together with that value.
//
// # Join
//
// Join is the merge of two registers. With V the live values and H the causal
// history of a replica, and s(v) the stamps of a value in the replica where it
// is live, the live values of the join are
//
//	(V1 ∩ V2) ∪ {v ∈ V1 : s(v) ⊄ H2} ∪ {v ∈ V2 : s(v) ⊄ H1}
//
// and its history is H1 ∪ H2. A value that only one side has live is dropped
// exactly if the other side has seen all its assignments, and must therefore
// have superseded it; otherwise the other side does not know of it, and it
// stays. Join is commutative and idempotent and, where no value is assigned
// again after it was superseded, associative: merges of several replicas come to
// the same whatever their order. Property tests hold it to that here, and in
// package store for whole workspaces.
//
// The exception is a value that two replicas assigned independently, and one of
// them superseded. Where the two meet, the entry has the stamps of both, and the
// value is live with a stamp that is superseded already; a third replica that
// knows the other stamp alone then keeps it, where in another order it would
// have dropped it. So there may be a conflict too many, and never one too few.
//
// # Conflicts
//
// Several live values after a join were assigned concurrently: no author had
// seen the others. What becomes of them is the rule of the field group. The
// least or greatest is taken of times, the last writer wins where no one has to
// be asked, and what somebody decided comes before what was derived. Otherwise
// there is a conflict: the value of the replica that merges stays in the row and
// the others are kept beside it, live, until somebody chooses. The choice is an
// assignment like any other, and supersedes them all. Which value is in the row
// is the only thing that depends on where the merge is done.
//
// # Tombstones
//
// A row that was deleted is known by its events: its existence register has the
// live value deleted, the tombstone, and its other registers the values that the
// row had when it was deleted, so that it can come back whole. Every assignment
// in a row is one of alive too. So a row that was deleted on one side goes from
// the other, unless there are assignments there that those who deleted it had
// not seen, or another row still refers to it: then it stays or comes back, and
// the deletion waits as a conflict.
package register
