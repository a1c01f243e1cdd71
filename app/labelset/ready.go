package labelset

import "factmark/store"

// Ready are the sets that come with the program. Their names of labels are those of the datasets and publishers; the
// guidelines are our own words.
func Ready() []Set {
	return []Set{
		{"FEVER", "The three verdicts of the FEVER datasets, whose names exports to them take over.", []store.Label{
			{Name: "Supports", Meaning: "supported", Letter: "S", Light: "#0072B2", Dark: "#56B4E9", Pattern: "solid", Group: "FEVER", Rating: 3,
				Guideline: "The evidence alone makes the claim true, without anything that a reader has to add from memory."},
			{Name: "Refutes", Meaning: "disputed", Letter: "R", Light: "#C2410C", Dark: "#F59E6C", Pattern: "double", Group: "FEVER", Rating: 1,
				Guideline: "The evidence alone makes the claim false. A claim that is merely not mentioned is not refuted."},
			{Name: "Not enough info", Meaning: "unclear", Key: "N", Letter: "N", Light: "#7A6A00", Dark: "#E6C84F", Pattern: "dotted", Group: "FEVER", Rating: 2,
				Guideline: "After a fair search nothing was found that decides it, or what was found decides only a part of it."},
		}},
		{"AVeriTeC", "The four verdicts of the AVeriTeC datasets.", []store.Label{
			{Name: "Supported", Meaning: "supported", Key: "S", Letter: "S", Light: "#0072B2", Dark: "#56B4E9", Pattern: "solid", Group: "AVeriTeC",
				Guideline: "The answers to the questions that a checker would ask all bear the claim out."},
			{Name: "Refuted", Meaning: "disputed", Letter: "R", Light: "#C2410C", Dark: "#F59E6C", Pattern: "double", Group: "AVeriTeC",
				Guideline: "At least one answer contradicts the claim, and none that matters bears it out."},
			{Name: "Not Enough Evidence", Meaning: "unclear", Letter: "E", Light: "#7A6A00", Dark: "#E6C84F", Pattern: "dotted", Group: "AVeriTeC",
				Guideline: "The questions are the right ones, and no source at hand answers them well enough."},
			{Name: "Conflicting Evidence/Cherrypicking", Meaning: "disputed", Letter: "C", Light: "#8E3B8A", Dark: "#D9A0D6", Pattern: "wavy", Group: "AVeriTeC",
				Guideline: "Good sources disagree, or the claim is true to the letter and leaves out what would turn its sense."},
		}},
		{"PolitiFact", "The six ratings of the Truth-O-Meter, the worst 1.", []store.Label{
			{Name: "True", Meaning: "supported", Letter: "T", Light: "#00735A", Dark: "#4FD1AE", Pattern: "solid", Group: "PolitiFact", Rating: 6,
				Guideline: "It is right, and nothing of weight is missing."},
			{Name: "Mostly True", Meaning: "supported", Letter: "M", Light: "#3E6B00", Dark: "#A3D160", Pattern: "solid", Group: "PolitiFact", Rating: 5,
				Guideline: "It is right, and needs a word of explanation or one more fact."},
			{Name: "Half True", Meaning: "unclear", Letter: "H", Light: "#7A6A00", Dark: "#E6C84F", Pattern: "dotted", Group: "PolitiFact", Rating: 4,
				Guideline: "Part of it is right; it leaves out what matters, or takes it out of its context."},
			{Name: "Mostly False", Meaning: "disputed", Letter: "F", Light: "#8A4B08", Dark: "#DDA76A", Pattern: "dashed", Group: "PolitiFact", Rating: 3,
				Guideline: "There is a grain of truth in it, and facts that it passes over would give another impression."},
			{Name: "False", Meaning: "disputed", Letter: "F", Light: "#C2410C", Dark: "#F59E6C", Pattern: "double", Group: "PolitiFact", Rating: 2,
				Guideline: "It is not right."},
			{Name: "Pants on Fire", Meaning: "disputed", Letter: "P", Light: "#A61E4D", Dark: "#F59BB6", Pattern: "wavy", Group: "PolitiFact", Rating: 1,
				Guideline: "It is not right, and so far off that nobody could say it in good faith."},
		}},
		{"ClaimReview ratings", "Five steps from false to true, as ratings from 1 to 5 of schema.org.", []store.Label{
			{Name: "True", Meaning: "supported", Letter: "T", Light: "#00735A", Dark: "#4FD1AE", Pattern: "solid", Group: "ClaimReview", Rating: 5,
				Guideline: "The sources bear all of it out."},
			{Name: "Mostly true", Meaning: "supported", Letter: "M", Light: "#3E6B00", Dark: "#A3D160", Pattern: "solid", Group: "ClaimReview", Rating: 4,
				Guideline: "The heart of it is borne out; a detail is wrong, or needs saying."},
			{Name: "Mixed", Meaning: "unclear", Letter: "X", Light: "#7A6A00", Dark: "#E6C84F", Pattern: "dotted", Group: "ClaimReview", Rating: 3,
				Guideline: "What is right in it and what is wrong weigh about the same."},
			{Name: "Mostly false", Meaning: "disputed", Letter: "F", Light: "#8A4B08", Dark: "#DDA76A", Pattern: "dashed", Group: "ClaimReview", Rating: 2,
				Guideline: "The heart of it is wrong, though something in it is right."},
			{Name: "False", Meaning: "disputed", Letter: "F", Light: "#C2410C", Dark: "#F59E6C", Pattern: "double", Group: "ClaimReview", Rating: 1,
				Guideline: "The sources contradict it."},
		}},
	}
}
