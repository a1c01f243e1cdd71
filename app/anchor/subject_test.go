package anchor

import (
	"strings"
	"testing"
)

// A claim goes where its sentence speaks of the same subject, and to no other
// unseen. The quote that is in brackets in the old text is sought; where it is
// sure, it must be the one in brackets in the new one.
func TestSubjects(t *testing.T) {
	for _, test := range []struct {
		name, old, new string
		kind           Kind
	}{
		{"two sentences swapped",
			"The mayor of Lyon said [the bridge was safe for all traffic]. The mayor of Nice said the bridge was safe for all traffic.",
			"The mayor of Nice said the bridge was safe for all traffic. The mayor of Lyon said [the bridge was safe for all traffic].", Sure},
		{"another name in its sentence",
			"The mayor of Lyon said [the bridge was safe for all traffic].", "The mayor of Nice said the bridge was safe for all traffic.", Near},
		{"a figure in its sentence",
			"In 12 towns [the bridge was safe for all traffic].", "In 14 towns the bridge was safe for all traffic.", Near},
		{"a denial in its sentence",
			"The mayor said that [the bridge was safe for all traffic].", "The mayor never said that the bridge was safe for all traffic.", Near},
		{"clauses swapped",
			"Lyon found [the bridge was safe for all], while Nice found the bridge was safe for all.",
			"Nice found the bridge was safe for all, while Lyon found the bridge was safe for all.", Near},
		{"rows swapped",
			"City\tFinding\nLyon\t[the bridge was safe]\nNice\tthe bridge was safe\n", "City\tFinding\nNice\tthe bridge was safe\nLyon\t[the bridge was safe]\n", Sure},
		{"cells swapped between rows",
			"City\tFinding\nLyon\t[the bridge was safe]\nNice\tthe tunnel was closed\n", "City\tFinding\nNice\tthe bridge was safe\nLyon\tthe tunnel was closed\n", Near},
		{"columns renamed",
			"\tLyon\tNice\nBridge\t[safe for all traffic]\tclosed for repair\n", "\tNice\tLyon\nBridge\tsafe for all traffic\tclosed for repair\n", Near},
		{"a cell carried from the row above",
			"City\tFinding\nLyon\tthe tunnel was closed\n\t[the bridge was safe]\n", "City\tFinding\nNice\tthe tunnel was closed\n\tthe bridge was safe\n", Near},
		{"who he is changed",
			"The mayor of Lyon spoke. He said [the bridge was safe].", "The mayor of Nice spoke. He said the bridge was safe.", Near},
		{"who he is was spelt right",
			"The mayor of Lyon spokke. He said [the bridge was safe].", "The mayor of Lyon spoke. He said [the bridge was safe].", Sure},
		{"who he is, in the paragraph above",
			"The mayor of Lyon spoke.\n\nHe said [the bridge was safe].", "The mayor of Nice spoke.\n\nHe said the bridge was safe.", Near},
		{"the former",
			"Lyon and Nice have bridges. [The former is safe for all.]", "Nice and Lyon have bridges. The former is safe for all.", Near},
		{"under another heading",
			"Lyon\n\n[The bridge was safe for all.]\n\nNice\n\nThe tunnel was closed.\n", "Lyon\n\nThe tunnel was closed.\n\nNice\n\nThe bridge was safe for all.\n", Near},
		{"with its heading",
			"Lyon\n\n[The bridge was safe for all.]\n\nNice\n\nThe tunnel was closed.\n", "Nice\n\nThe tunnel was closed.\n\nLyon\n\n[The bridge was safe for all.]\n", Sure},
		{"a heading over the heading",
			"# Lyon\n\n## Roads\n\n[The bridge was safe for all.]\n\n# Nice\n\n## Roads\n\nIt rained.\n", "# Nice\n\n## Roads\n\nThe bridge was safe for all.\n\n# Lyon\n\n## Roads\n\nIt rained.\n", Near},
		{"another speaker",
			"LYON: It rained. [The bridge was safe for all.]\nNICE: The sun shone.\n", "NICE: It rained. The bridge was safe for all.\nLYON: The sun shone.\n", Near},
		{"another question",
			"Q: Was the bridge of Lyon safe?\nA: [The engineers say so.]\n", "Q: Was the bridge of Nice safe?\nA: The engineers say so.\n", Near},
		{"said by another at the end",
			"“[The bridge was safe.] The tunnel was closed,” said the mayor of Lyon.", "“The bridge was safe. The tunnel was closed,” said the mayor of Nice.", Near},
		{"signed by another",
			"[The bridge was safe for all.]\n— The mayor of Lyon\n", "The bridge was safe for all.\n— The mayor of Nice\n", Near},
		{"a list led in by another",
			"The mayor of Lyon said:\n- [the bridge was safe]\n- the tunnel was closed\n", "The mayor of Nice said:\n- the bridge was safe\n- the tunnel was closed\n", Near},
		{"white space put otherwise",
			"The mayor of Lyon said on Monday that [the bridge was safe\nfor all traffic] and open.", "The mayor of Lyon said on\nMonday that [the bridge was safe for\nall traffic] and open.", Sure},
		{"quotation marks and dashes put otherwise",
			"The mayor of Lyon – not of Nice – said “[the city’s bridge was safe]”.", "The mayor of Lyon - not of Nice - said \"[the city's bridge was safe]\".", Sure},
		{"a letter and its mark apart",
			"The café of Lyon said [the résumé was complete].", "The cafe\u0301 of Lyon said [the re\u0301sume\u0301 was complete].", Sure},
		{"cells moved by a column",
			"City\tOpen\tShut\nLyon\t[the old bridge]\t\tx\n", "City\tOpen\tShut\nLyon\t\tthe old bridge\tx\n", Near},
		{"under another underlined heading",
			"Lyon\n====\n\nIt rained.\n\nNice\n====\n\n[The bridge was safe for all.]\n", "Nice\n====\n\nIt rained.\n\nLyon\n====\n\nThe bridge was safe for all.\n", Near},
		{"under another numbered line",
			"1. Lyon\n[The bridge was safe for all.]\n2. Nice\nIt rained.\n", "1. Nice\nThe bridge was safe for all.\n2. Lyon\nIt rained.\n", Near},
		{"a name that is only the speaker's",
			"The following holds for Lyon. [The bridge was safe] for all traffic, according to Anna Meier.", "The following holds for Nice. The bridge was safe for all traffic, according to Anna Meier.", Near},
		{"a speaker in the subtitle before",
			"1\n00:01 --> 00:02\nLYON: It rained.\n\n2\n00:02 --> 00:03\n[The bridge was safe for all.]\n", "1\n00:01 --> 00:02\nNICE: It rained.\n\n2\n00:02 --> 00:03\nThe bridge was safe for all.\n", Near},
		{"a new title",
			"Bridges\n\nThe mayor of Lyon said [the bridge was safe].", "Bridges: what is known\n\nThe mayor of Lyon said [the bridge was safe].", Sure},
		{"a paragraph before it",
			"The mayor of Lyon said [the bridge was safe].", "A correction was made.\n\nThe mayor of Lyon said [the bridge was safe].", Sure},
		{"a sentence beside it",
			"It rained. The mayor of Lyon said [the bridge was safe]. It rained.", "The sun shone. The mayor of Lyon said [the bridge was safe]. It snowed in May.", Sure},
		{"in Arabic", "تحدث عمدة تونس. وقال إن [الجسر آمن لجميع السيارات].", "تحدث عمدة صفاقس. وقال إن الجسر آمن لجميع السيارات.", Near},
		{"in Chinese", "里昂市长说[大桥对所有车辆都安全]。", "尼斯市长说大桥对所有车辆都安全。", Near},
	} {
		t.Run(test.name, func(t *testing.T) {
			plain := func(marked string) (text string, at area) {
				before, rest, marked1 := strings.Cut(marked, "[")
				quote, after, _ := strings.Cut(rest, "]")
				if !marked1 {
					return marked, area{}
				}
				start := len([]rune(before))
				return before + quote + after, area{start, start + len([]rune(quote))}
			}
			old, from := plain(test.old)
			new, to := plain(test.new)
			f := find(t, old, new, spanAt(old, from.start, from.end))[0]
			if f.Kind != test.kind || f.Kind == Sure && (area{f.Place.Start, f.Place.End}) != to {
				t.Errorf("kind %d at %q, want %d", f.Kind, f.Place.In.Text, test.kind)
			}
			if f.Kind == Near && f.Was.Text == f.Place.In.Text && f.Was.Before == f.Place.In.Before {
				t.Errorf("near, and nothing shows why: %+v", f)
			}
		})
	}
}
