package app

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"factmark/app/charset"
	"factmark/app/ingest"
	"factmark/app/ui/dialogs"
	"factmark/app/ui/document"
)

// Two short files that may be in several encodings, and one that is plain: one question for the two, with the text as it would read.
func TestImportAsksForAnEncodingThatIsNotSure(t *testing.T) {
	const doubtful = "\xC4\xE0" // Да, or Western signs
	b := newBench(t)
	b.drop(b.file("a.txt", doubtful), b.file("b.txt", "Plain.\n"), b.file("c.txt", doubtful))
	m := b.modal()
	if !strings.Contains(m.Title, "a.txt") || len(b.Workspace.Documents) != 0 {
		t.Fatalf("%q is asked, %d documents are there", m.Title, len(b.Workspace.Documents))
	}
	if m.Typed(fyne.KeyReturn); !m.Ok.Disabled() || len(b.Modals) != 1 {
		t.Error("an encoding is taken that nobody has chosen")
	}
	parts := m.Content.(*fyne.Container).Objects
	if also, is := parts[len(parts)-1].(*dialogs.KeyCheck); !is || !strings.Contains(also.Text, "1 other file") || !also.Checked {
		t.Error("it does not offer to answer for the other file")
	}
	for range len(charset.All()) {
		if strings.Contains(wordsIn(m.Content), "Да") {
			break
		}
		m.Typed(fyne.KeyDown)
	}
	m.Typed(fyne.KeyReturn)
	b.closeResult()
	if len(b.Modals) != 0 || len(b.Workspace.Documents) != 2 { // a and c hold the same text
		t.Fatalf("%d dialogs, %d documents", len(b.Modals), len(b.Workspace.Documents))
	}
	for _, doc := range b.Workspace.Documents {
		text, err := b.Workspace.Store.Text(t.Context(), doc.ID)
		if err != nil || doc.FileName == "a.txt" && (text != "Да" || doc.Charset == "windows-1252") {
			t.Errorf("%s in %s: %q, %v", doc.FileName, doc.Charset, text, err)
		}
	}
}

func TestAQuestionForAnEncodingCanBeLeft(t *testing.T) {
	b := newBench(t)
	b.drop(b.file("a.txt", "\xC4\xE0"), b.file("b.txt", "Plain.\n"))
	b.modal().Typed(fyne.KeyEscape)
	if len(b.Modals) != 0 || len(b.Workspace.Documents) != 0 {
		t.Errorf("%d dialogs, %d documents", len(b.Modals), len(b.Workspace.Documents))
	}
}

// An encoding in which the bytes are no text can't be taken.
func TestAnEncodingThatDoesNotFit(t *testing.T) {
	b := newBench(t)
	utf8, _ := charset.Named("utf-8")
	d := b.AskEncoding(document.EncodingQuestion{Title: "Encoding", Confirm: "Use encoding", Raw: []byte("caf\xE9"), First: []*charset.Encoding{utf8}, Present: utf8,
		Chosen: func(*charset.Encoding, bool) { t.Error("it was taken") }})
	if !d.Dialog.Ok.Disabled() || d.Preview.Importance != widget.DangerImportance || !strings.Contains(d.Preview.Text, "E9") {
		t.Errorf("it says %q", d.Preview.Text)
	}
	d.Dialog.Typed(fyne.KeyReturn)
	if len(b.Modals) != 1 {
		t.Error("the dialog has gone")
	}
}

// What is shown of a text begins where its readings differ, however late and however far into a line.
func TestThePreviewBeginsWhereTheReadingsDiffer(t *testing.T) {
	western, _ := charset.Named("windows-1252")
	central, _ := charset.Named("windows-1250")
	raw := []byte(strings.Repeat("It is a caf\xE9.\n", 20) + strings.Repeat("In the caf\xE9 they sat. ", 30) + "Mr Novotn\xFD and Ms Dvo\xF8\xE1kov\xE1.\nThe end.\n")
	at := charset.FirstDifference(raw, []*charset.Encoding{western, central})
	for in, want := range map[*charset.Encoding]string{western: "Dvoøáková", central: "Dvořáková"} {
		if said, err := document.Beginning(raw, in, at); err != nil || !strings.Contains(strings.SplitN(said, "\n", 2)[0], want) || !strings.Contains(said, "The end.") {
			t.Errorf("in %v: %q, %v", in, said, err)
		}
	}
}

// Encodings of Unicode that the text can't be in are the last ones.
func TestEncodingsThatAreRuledOutComeLast(t *testing.T) {
	b := newBench(t)
	b.drop(b.file("a.txt", "\xC4\xE0"))
	d := b.AskEncoding(document.EncodingQuestion{Title: "Encoding", Confirm: "Use encoding", Raw: []byte("\xC4\xE0")})
	for _, e := range d.Encodings[:40] {
		if strings.HasPrefix(e.Name, "utf-") {
			t.Errorf("%v is among the first", e)
		}
	}
	if d.At != -1 || !d.Dialog.Ok.Disabled() || !strings.Contains(d.Preview.Text, "Select") {
		t.Errorf("%d is chosen; it says %q", d.At, d.Preview.Text)
	}
}

// Claims stay at the same bytes when a document's encoding is corrected, those on changed letters too, in one step of undo.
func TestADocumentsEncodingIsCorrected(t *testing.T) {
	const croatian = "Gradona\xE8elnik je govori.\r\nOporba tra\x9Ei ra\xE8une. Danas most stoji.\r\n"
	b := newBench(t)
	in, _ := charset.Named("windows-1252")
	b.ImportFiles([]string{b.file("hr.txt", croatian)}, ingest.Options{Encoding: in})
	b.closeResult()
	b.selectText("most stoji")
	b.type_("s")
	b.selectText("Oporba traži raèune")
	b.type_("d")
	b.correctTo("Gradonačelnik", "2 claims stay")
	text, err := b.Workspace.Store.Text(t.Context(), b.Workspace.Document.ID)
	if err != nil || !strings.HasPrefix(text, "Gradonačelnik") || b.Workspace.Document.Charset == "windows-1252" || !strings.HasPrefix(b.Workspace.Document.Title, "Gradonačelnik") {
		t.Fatalf("%q, %+v, %v", text, b.Workspace.Document, err)
	}
	b.wantQuotes("D Oporba traži račune", "S most stoji")
	if len(b.Modals) != 0 {
		t.Errorf("%q is open", b.modal().Title)
	}
	b.Workspace.Undo()
	docs, err := b.Workspace.Store.Documents(t.Context())
	if err != nil || len(docs) != 1 || docs[0].Charset != "windows-1252" || docs[0].Claims != 2 {
		t.Errorf("after one step of undo: %+v, %v", docs, err)
	}
}

// correctTo chooses the encoding in which the open document holds a text, reads what the plan says, and takes it.
func (b *bench) correctTo(holds, said string) {
	b.t.Helper()
	b.CorrectEncoding(b.Workspace.Document)
	m := b.modal()
	for range len(charset.All()) {
		if strings.Contains(wordsIn(m.Content), holds) {
			break
		}
		m.Typed(fyne.KeyDown)
	}
	m.Typed(fyne.KeyReturn)
	plan := b.modal()
	if !strings.Contains(wordsIn(plan.Content), said) {
		b.t.Errorf("it says %q", wordsIn(plan.Content))
	}
	plan.Typed(fyne.KeyReturn)
}

// Characters of two bytes read as single ones: what begins and ends between them is found, what cuts one is to be looked at.
func TestClaimsOnBytesThatBecomeOneCharacter(t *testing.T) {
	b := newBench(t)
	in, _ := charset.Named("windows-1252")
	b.ImportFiles([]string{b.file("fr.txt", "Le caf\xC3\xA9 est ferm\xC3\xA9. Le maire l\xE2\x80\x99a dit lundi.\n")}, ingest.Options{Encoding: in})
	b.closeResult()
	b.selectText("fermÃ©. Le maire")
	b.type_("s")
	b.selectText("dit lundi")
	b.type_("d")
	b.selectText("Le cafÃ")
	b.type_("n")
	b.correctTo("Le café", "2 claims")
	b.wantQuotes("N Le cafÃ", "S fermé. Le maire", "D dit lundi")
	if title := b.modal().Title; title != "Unplaced claims" {
		t.Errorf("%q is open", title)
	}
}

// The window for an import shows how the first file would be read, anew with each choice.
func TestTheImportWindowShowsTheBeginning(t *testing.T) {
	b := newBench(t)
	e := b.NewImportOptions()
	path := b.file("hr.txt", "Gradona\xE8elnik je u ponedjeljak rekao da je novi most stajao dvostruko vi\x9Ae. Oporba tra\x9Ei ra\xE8une.\n")
	for pick, want := range map[string]string{document.DetectEncoding: "Gradonačelnik", "Western European (windows-1252)": "Gradonaèelnik"} {
		e.Pick.SetSelected(pick)
		said, err := document.FirstFile(t.Context(), []string{path}, e.Chosen())
		if err != nil || !strings.Contains(said, want) {
			t.Errorf("%s: %q, %v", pick, said, err)
		}
	}
}

// A file whose encoding nobody can say does not keep the others out.
func TestAFileOfUnknownEncodingIsLeftOut(t *testing.T) {
	b := newBench(t)
	sure, unsure := b.file("sure.txt", "All of it is plain."), b.file("unsure.txt", "caf\xE9")
	b.ImportFiles([]string{sure, unsure}, ingest.Options{})
	question := b.modal()
	if question.Other == nil || question.Other.Text != "Skip file" {
		t.Fatalf("the question %q cannot be gone past", question.Title)
	}
	test.Tap(question.Other)
	if docs := b.Workspace.Documents; len(docs) != 1 || docs[0].FileName != "sure.txt" {
		t.Errorf("imported are %+v", docs)
	}
	if rows := b.result(); len(rows) != 2 || !strings.HasPrefix(rows[1], "Not imported: unsure.txt, ") || !strings.Contains(rows[1], "skipped") {
		t.Errorf("it lists %q", rows)
	}
}
