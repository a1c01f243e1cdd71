// Package merge takes other workspaces into one, and hands parts of one over.
//
// A row is a map of multi-value registers, one for each field group and one for
// whether the row exists; package register says how two registers are joined
// and why the order does not matter. Into reads what each of the two replicas
// knows of a row (rowState), joins it and writes the outcome; where several
// values stay live, the local one is in the row and the others are conflicts,
// until Resolve chooses. WritePackage makes a workspace to hand over, which
// remembers the causal history of what is in it, so that it can be merged back.
package merge
