package history

import "factmark/app/locale"

// The names that the store gives to the kinds of things and to their values are shown in the user's language.
var (
	_ = []string{locale.Mark("Annotator"), locale.Mark("Archive"), locale.Mark("Began"), locale.Mark("By"), locale.Mark("Character set"), locale.Mark("Characters"), locale.Mark("Claim date"), locale.Mark("Claimant"), locale.Mark("Comment"), locale.Mark("Confidence"), locale.Mark("Dark colour"), locale.Mark("Decision"), locale.Mark("Document"), locale.Mark("Ended"), locale.Mark("File"), locale.Mark("Final label"), locale.Mark("Group"), locale.Mark("Guideline"), locale.Mark("Key"), locale.Mark("Label"), locale.Mark("Labelled by"), locale.Mark("Letter"), locale.Mark("Light colour"), locale.Mark("Meaning"), locale.Mark("Merged into"), locale.Mark("Mode"), locale.Mark("Model"), locale.Mark("Name"), locale.Mark("Note"), locale.Mark("Place"), locale.Mark("Position"), locale.Mark("Pseudonym"), locale.Mark("Published"), locale.Mark("Publisher"), locale.Mark("Quote"), locale.Mark("Rating"), locale.Mark("Retired"), locale.Mark("Reviewer"), locale.Mark("Same as"), locale.Mark("Score"), locale.Mark("Seconds"), locale.Mark("Set"), locale.Mark("Source"), locale.Mark("Stance"), locale.Mark("State"), locale.Mark("Statement"), locale.Mark("Status"), locale.Mark("Text (SHA-256)"), locale.Mark("Title"), locale.Mark("Type"), locale.Mark("URL"), locale.Mark("Underline")}
	_ = []string{}
)
