package dataset

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"factmark/app/agreement"
	"factmark/app/format"
	"factmark/store"
)

// preparation says what was done with the texts.
const preparation = "Texts were decoded to Unicode when they were imported, and their line ends made LF; nothing else was changed. Offsets count code points of these texts from 0, half open."

// card writes the dataset card: what a reader of the data must know, with a head that Hugging Face reads.
func (p *packageWriter) card() error {
	return p.file(cardFile, nil, func(w io.Writer) (int, error) {
		_, err := io.WriteString(w, p.cardText())
		return 0, err
	})
}

func (p *packageWriter) cardText() string {
	var b strings.Builder
	n := &p.counts
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }

	line("---")
	line("annotations_creators:\n- expert-generated")
	if all := p.languages(); len(all) > 0 {
		line("language:")
		for _, tag := range all {
			line("- %s", tag)
		}
	}
	line("# license: yours to choose, for example cc-by-4.0")
	line("pretty_name: %s", packageTitle)
	line("size_categories:\n- %s", sizeCategory(n.claims))
	line("task_categories:\n- text-classification\ntask_ids:\n- fact-checking")
	line("configs:")
	for i, t := range packageTables {
		line("- config_name: %s\n  data_files: %s", t.name, t.file())
		if i == 0 {
			line("  default: true")
		}
	}
	line("---")

	line("\n# %s\n", packageTitle)
	line("%s", packageAbout)
	line("\n## Files\n")
	line("| File | Rows | What it holds |\n| --- | ---: | --- |")
	for _, t := range packageTables {
		line("| `%s` | %s | %s |", t.file(), format.InEnglish(p.table(t).rows), t.about)
	}
	if p.texts > 0 {
		line("| `%s/` | %s | The texts of the documents, in UTF-8 with LF, each under the id of its document. |", textsFolder, format.InEnglish(p.texts))
	}
	line("\n`%s` says what each column holds and which columns refer to which, as a [Data Package](https://datapackage.org); `%s` says it as [Croissant](https://mlcommons.org/croissant/).",
		descriptorFile, croissantName)
	line("In the tables, cells are parted by commas and lines end with LF; an empty cell is one of which nothing is known.")
	if p.in.Options.SpreadsheetSafe {
		line("An apostrophe stands before every text that a spreadsheet would take for a formula; it is not part of the text.")
	}

	p.countTables(&b)

	line("\n## How it was labelled\n")
	line("%s", p.protocol())
	line("%s", p.perItem())
	p.labelTable(&b)

	line("\n## Agreement\n")
	line("%s", p.analysis())
	p.figureTable(&b)

	line("\n## Offsets\n")
	line("%s", preparation)
	line("Python counts a text in this way: `text[start:end] == quote`. JavaScript and Java count UTF-16 code units, which differ behind an emoji.")
	line("`document_sha256` is the SHA-256 of the text in UTF-8.")

	line("\n## Known limits\n")
	line("%s", p.limits())
	line("\n## Licence\n")
	line("No licence has been chosen. Who publishes this dataset puts it here, as `license` in the head of this file, and as `licenses` or `license` in the two descriptors; the documents keep the rights of those who published them.")
	return b.String()
}

// sizeCategory is a number of claims in the words of Hugging Face.
func sizeCategory(n int) string {
	below := 1000
	names := []string{"1K", "10K", "100K", "1M", "10M", "100M", "1B"}
	for i, name := range names {
		if n < below {
			if i == 0 {
				return "n<1K"
			}
			return names[i-1] + "<n<" + name
		}
		below *= 10
	}
	return "n>1B"
}

func (p *packageWriter) countTables(b *strings.Builder) {
	n := &p.counts
	fmt.Fprintf(b, "\n## Claims\n\n%s; %s with evidence, %s settled by a review, %s linked with an earlier appearance.\n\n",
		format.Plural(n.claims, "claim"), format.InEnglish(n.withEvidence), format.InEnglish(n.settled), format.InEnglish(n.linked))
	splits := slices.DeleteFunc(slices.Clone(parts[:]), func(part string) bool { return n.splits[part] == 0 })
	b.WriteString("| Label | Claims |")
	for _, part := range splits {
		b.WriteString(" " + part + " |")
	}
	b.WriteString("\n| --- | ---: |" + strings.Repeat(" ---: |", len(splits)) + "\n")
	row := func(name, shown string) {
		fmt.Fprintf(b, "| %s | %s |", shown, format.InEnglish(n.labels[name]))
		for _, part := range splits {
			fmt.Fprintf(b, " %s |", format.InEnglish(n.inSplit[[2]string{name, part}]))
		}
		b.WriteString("\n")
	}
	for _, l := range p.in.Labels {
		row(l.Name, markdown(l.Name))
	}
	if n.labels[""] > 0 {
		row("", "no label yet")
	}
	counted := func(what string, counts map[string]int) {
		if len(counts) == 0 {
			return
		}
		fmt.Fprintf(b, "\n| %s | |\n| --- | ---: |\n", what)
		for _, name := range slices.Sorted(maps.Keys(counts)) {
			fmt.Fprintf(b, "| %s | %s |\n", name, format.InEnglish(counts[name]))
		}
	}
	counted("Status", n.statuses)
	counted("Stance of evidence", n.stances)
}

func (p *packageWriter) labelTable(b *strings.Builder) {
	b.WriteString("\n| Label | Means | Guideline |\n| --- | --- | --- |\n")
	for _, l := range p.in.Labels {
		fmt.Fprintf(b, "| %s | %s | %s |\n", markdown(l.Name), l.Meaning, markdown(l.Guideline))
	}
}

func (p *packageWriter) figureTable(b *strings.Builder) {
	head := "\n| | Measure | Value | 95 % interval | Rests on |\n| --- | --- | ---: | --- | --- |\n"
	for _, part := range []struct {
		name string
		of   agreement.Row
	}{{"Labels", p.agreement.Labels.Overall}, {"Spans", p.agreement.Spans.Overall}} {
		for _, f := range part.of.Figures {
			if _, defined := f.Value(); !defined {
				fmt.Fprintf(b, "%s| %s | %s | | %s | |\n", head, part.name, f.Measure, markdown(f.Reason))
			} else if low, high, there := f.Interval.Bounds(); there {
				fmt.Fprintf(b, "%s| %s | %s | %s | %.3f to %.3f | %s |\n", head, part.name, f.Measure, f, low, high, format.Of(f.N, f.Unit))
			} else {
				fmt.Fprintf(b, "%s| %s | %s | %s | | %s |\n", head, part.name, f.Measure, f, format.Of(f.N, f.Unit))
			}
			head = ""
		}
	}
}

// protocol says how the claims were labelled.
func (p *packageWriter) protocol() string {
	n := &p.counts
	said := fmt.Sprintf("%s marked spans of the documents that say something checkable, and gave them labels.", format.Count(len(n.annotators), "person", "people"))
	if n.decisions > 0 {
		said += fmt.Sprintf(" In reviews, %s made %s on them.", format.Count(len(n.reviewers), "person", "people"), format.Plural(n.decisions, "decision"))
	}
	if slices.ContainsFunc(p.in.Labels, func(l store.Label) bool { return l.Guideline != "" }) {
		said += " The guidelines are with the labels."
	}
	return said + " Evidence is a span of a document or an outside source, with what it says of the claim; a fine label follows from it."
}

// perItem says how many labels a claim has.
func (p *packageWriter) perItem() string {
	return "A row of claims is one person's word on one span; two people's on the same span are two rows. The label of a review is in final_label."
}

// analysis says what the figures of agreement are.
func (p *packageWriter) analysis() string {
	said := "`agreement.csv` has all figures with 95 % intervals from 1,000 resamplings: how far people agree on the labels of the same spans, and on which spans they marked. What was said in open reviews is not counted, since the reviewer saw the label that was there."
	if len(p.agreement.Labels.Overall.Figures) == 0 {
		return said + " Only some of the documents were exported, so that there are figures for each of them and none for all."
	}
	return said
}

// limits says what the data does not hold.
func (p *packageWriter) limits() string {
	n := &p.counts
	var said []string
	say := func(count int, one, many string) {
		if count > 0 {
			said = append(said, format.Count(count, one, many))
		}
	}
	say(n.labels[""], "claim has no label yet.", "claims have no label yet.")
	say(n.claims-n.withEvidence, "claim has no evidence.", "claims have no evidence.")
	say(n.statuses[string(store.StatusRejected)], "span was rejected in a review, and is here with that status.", "spans were rejected in a review, and are here with that status.")
	say(n.statuses[string(store.StatusOrphaned)], "claim has lost its place, since its document was replaced by a newer text: its offsets count in the older one.",
		"claims have lost their places, since their documents were replaced by newer texts: their offsets count in the older ones.")
	say(n.statuses[string(store.StatusUnresolved)], "claim has labels on which people differ, and which no review has settled.", "claims have labels on which people differ, and which no review has settled.")
	say(n.outside, "piece of evidence is an outside source, whose text is not here but for its quote.", "pieces of evidence are outside sources, whose texts are not here but for their quotes.")
	if p.in.Options.WithoutTexts {
		said = append(said, "The texts of the documents were left out; quotes are here.")
	}
	if p.in.Options.Pseudonyms {
		said = append(said, "People are called by pseudonyms.")
	}
	said = append(said, "Not every checkable claim of a document needs to be marked: a span without a claim is none that says nothing checkable.")
	return strings.Join(said, " ")
}

// markdown gives a text as a cell of a table in Markdown: in one line, none of its characters having a meaning.
func markdown(text string) string {
	var b strings.Builder
	for _, r := range strings.Join(strings.Fields(text), " ") {
		if strings.ContainsRune("\\`*_[]<>|~&$", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
