// Package merge joins other workspaces into one, makes the packages in which
// parts of a workspace are handed over, and resolves conflicts.
//
// # What is replicated
//
// Every workspace is a replica. A row is a map of multi-value registers: one for
// each of its field groups (the columns that change together, db.FieldGroup) and
// one for its existence, whose values are alive and deleted. The values of a
// register are the JSON of the columns. An assignment is an event of the
// workspace's history; the id of the event is the assignment's stamp. Stamps are
// unique, and never used again. What a merge writes into rows is no assignment:
// its own events are left out, and the other replica's events are kept beside the
// history in their place.
//
// # A register and its causal history
//
// A register has an entry for every value that it has or had: the stamps of the
// assignments of that value, who made the last of them and when, and whether the
// value is live. A live value is the one in the row, or one beside it in a
// conflict; any other has been superseded. The stamps of all entries are the
// register's causal history: the assignments that this replica has observed. An
// assignment supersedes the value that is in the row where it is made, and one
// that resolves a conflict those beside the row too: its author has seen what it
// supersedes.
//
// # Join
//
// A merge joins the two registers of each field group (register.Join). With V the
// live values and H the causal history of a replica, and s(v) the stamps of a
// value in the replica where it is live, the live values of the join are
//
//	(V1 ∩ V2) ∪ {v ∈ V1 : s(v) ⊄ H2} ∪ {v ∈ V2 : s(v) ⊄ H1}
//
// and its causal history is H1 ∪ H2. A value that is live in one replica only is
// dropped exactly if the other has observed all its assignments, and must
// therefore have superseded it; otherwise the other does not know of it, and it
// stays live. Join is commutative and idempotent and, where no value is assigned
// again after it was superseded, associative: replicas come to the same rows in
// whatever order they are merged. Property tests hold it to that for registers
// and for whole workspaces.
//
// The exception is a value that two replicas assigned independently, and one of
// them superseded. In their join the entry has the stamps of both, and the value
// is live with a stamp that is superseded already. A third replica that knows the
// other stamp only then keeps the value, where in another order it would have
// dropped it. So there may be a conflict too many, and never one too few.
//
// # Conflicts
//
// Several live values after a join were assigned concurrently: no author had
// observed the others. The rule of the field group (db.MergeRule) says what
// becomes of them. Of times the least or greatest is taken; the last writer wins
// where nobody has to be asked; what somebody decided comes before what was
// derived. Otherwise there is a conflict: the value of the replica that merges
// stays in the row and the others are kept beside it, live, until Resolve chooses.
// Where that value was superseded, the one of the other replica takes its place,
// whatever was beside it. The choice is an assignment like any other, and
// supersedes them all. Which value is in the row is the only thing that depends on
// where the merge is done.
//
// Links of claims are joined like any other field group. Once all are, each claim
// is made to name the first appearance at the end of its links, which is no
// assignment; in a ring of links, a claim whose link is in a conflict keeps it. A
// choice among links is an assignment of those of the whole group.
//
// # Tombstones
//
// A deleted row is known by its events: its existence register has the live value
// deleted, the tombstone, and its other registers the values that the row had when
// it was deleted, so that it can be restored whole. Every assignment in a row is
// one of alive too. So a row that one replica deleted is deleted in the join,
// unless it has assignments that those who deleted it had not observed, or another
// row still refers to it: then it stays or is revived, and the deletion is a
// conflict.
//
// # Packages
//
// A package starts without the events of the workspace it was made from. In the
// table handed_over it brings the stamps of its values and of those that they
// superseded, which the joins need in their place. A blind package leaves out the
// field groups that tell a label, db.BlindGroups: merged back, it knows nothing of
// their registers, and the labels given in it become decisions of whoever gave
// them (unmask). Its stamps are masked, which is to say hashed, because the time
// in an event's id would tell when a claim was labelled. A value for which no
// stamp is known has the stamp "", which is part of a causal history only together
// with that value.
package merge
