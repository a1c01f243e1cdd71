package workspace

import "factmark/app/locale"

// actionNames are the names that the store gives to actions. They are kept in the workspace in English, whatever the languages of
// those who work in it are, and shown in the user's.
var actionNames = locale.NewTable(
	locale.Mark("Accept suggestion"), locale.Mark("Accept {{.N}} suggestions"),
	locale.Mark("Add claim"), locale.Mark("Add {{.N}} claims"),
	locale.Mark("Add evidence"), locale.Mark("Add {{.N}} pieces of evidence"),
	locale.Mark("Bring back label {{.Label}}"),
	locale.Mark("Change pseudonym"), locale.Mark("Change span"),
	locale.Mark("Changes made outside Factmark"),
	locale.Mark("Delete claim"), locale.Mark("Delete {{.N}} claims"), locale.Mark("Delete label {{.Label}}"),
	locale.Mark("Edit claim"), locale.Mark("Edit note"),
	locale.Mark("Edit document"), locale.Mark("Edit {{.N}} documents"),
	locale.Mark("Change stance to supports"), locale.Mark("Change stance to refutes"), locale.Mark("Change stance to context"),
	locale.Mark("Change set of evidence"), locale.Mark("Edit note of evidence"), locale.Mark("Change span of evidence"),
	locale.Mark("Edit evidence"), locale.Mark("Edit guidelines"), locale.Mark("Edit labels"), locale.Mark("Edit label"), locale.Mark("Add label"), locale.Mark("Add label {{.Label}}"), locale.Mark("Edit label {{.Label}}"), locale.Mark("Edit {{.N}} labels"),
	locale.Mark("Import document"), locale.Mark("Import {{.N}} documents"),
	locale.Mark("Label {{.N}} claims as {{.Label}}"), locale.Mark("Label as {{.Label}}"),
	locale.Mark("Import dataset"), locale.Mark("Import and update dataset"), locale.Mark("Import claim"), locale.Mark("Import and update claim"),
	locale.Mark("Import suggestion"), locale.Mark("Import and update suggestion"), locale.Mark("Import {{.N}} claims"), locale.Mark("Import and update {{.N}} claims"),
	locale.Mark("Import {{.N}} suggestions"), locale.Mark("Import and update {{.N}} suggestions"),
	locale.Mark("Link claims"), locale.Mark("Unlink claim"),
	locale.Mark("Mark as content"), locale.Mark("Mark as not content"),
	locale.Mark("Merge people"), locale.Mark("Rename person"), locale.Mark("Name changed"), locale.Mark("Sign in"),
	locale.Mark("Merge label {{.Label}} into {{.Other}}"),
	locale.Mark("Merge {{.N}} workspaces"), locale.Mark("Merge {{.File}}"),
	locale.Mark("Place claim"),
	locale.Mark("Refuse suggestion"), locale.Mark("Refuse {{.N}} suggestions"),
	locale.Mark("Take back refusal"), locale.Mark("Take back {{.N}} refusals"),
	locale.Mark("Remove document"), locale.Mark("Remove {{.N}} documents"),
	locale.Mark("Remove evidence"), locale.Mark("Remove {{.N}} pieces of evidence"),
	locale.Mark("Remove label"), locale.Mark("Remove label of {{.N}} claims"),
	locale.Mark("Reorder labels"), locale.Mark("Repair workspace"), locale.Mark("Replace text"),
	locale.Mark("Resolve conflict"), locale.Mark("Restore claim"), locale.Mark("Retire label {{.Label}}"),
	locale.Mark("Review as {{.Label}}"), locale.Mark("Review: reject the span"), locale.Mark("Review: skip"), locale.Mark("Review: take back a decision"),
	locale.Mark("Set first appearance"),
	locale.Mark("Settle claim"), locale.Mark("Settle {{.N}} claims as {{.Label}}"), locale.Mark("Settle {{.N}} claims"), locale.Mark("Settle claim as {{.Label}}"),
	locale.Mark("Start review session"), locale.Mark("End review session"), locale.Mark("Reopen review session"),
)

// ActionName is the name of an action of the store in the user's language.
func ActionName(name string) string { return actionNames.T(name) }
