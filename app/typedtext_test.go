package app

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"factmark/app/ui/dialogs"
	"factmark/store"
	"factmark/store/merge"
	"factmark/widgets/textfield"
)

// notes are texts as they are typed on an ordinary day. Whatever a field's width, spaces fall on the ends of its rows.
var notes = []string{
	"The ministry's report of the same day says otherwise; see page 4, table 2, and the minutes of the meeting of 12 May.",
	"Says \"about 40 %\" on air, the transcript has 14 %. Asked the press office twice, no answer by 18:00 on Friday.",
	"Two sources: the court's file (3 K 112/24) and the interview with the mayor.  Both agree on the day, not on the hour.",
	"Right for 2019, wrong for 2021: in that year the office changed how it counts, and the figures cannot be compared any more.",
	"قال الوزير إن عدد الضحايا بلغ 3200 شخص في العام الماضي، لكن التقرير الرسمي يذكر 2300 فقط.",
	"השר אמר כי הגשר היה בטוח לכל התנועה, אבל הדוח של אותו היום (עמוד 4) אומר אחרת, ולכן זה לא נכון.",
	"รัฐมนตรีกล่าวว่าสะพานปลอดภัยสำหรับการจราจรทุกประเภท แต่รายงานของวันเดียวกันกล่าวไว้ต่างออกไป",
	"मंत्री ने कहा कि पुल सभी वाहनों के लिए सुरक्षित था, लेकिन उसी दिन की रिपोर्ट कुछ और कहती है।",
	"大臣は、橋はすべての車両にとって安全だと述べたが、同じ日の報告書には違うことが書かれている。",
	"Emoji in the post: 👩‍👩‍👧 🇩🇪 👍🏽 and a name with marks of its own, Tǎ̀n Ze\u0301no\u0308n, spelt so in the original.",
	"Tabs and lines:\n\t1. the video, minute 3\n\t2. the paper\n\nBoth end with a space ",
	"word " + strings.Repeat("and another ", 40) + "end",
	strings.Repeat("unbroken", 40) + " tail",
	" begins with a space, ends with two  ",
}

// write types a text into the field that has the keyboard; a line feed is Enter, where it is a line break.
func (b *bench) write(text string) *textfield.Field {
	b.t.Helper()
	field, is := b.Win.Canvas().Focused().(*textfield.Field)
	if !is {
		b.t.Fatalf("%T has the keyboard", b.Win.Canvas().Focused())
	}
	for _, r := range text {
		switch {
		case r != '\n':
			field.TypedRune(r)
		case field.OnSubmitted != nil || field == b.panes.review.Comment: // Enter keeps these; Shift+Enter is no key event
			field.TypedShortcut(&fyne.ShortcutPaste{Clipboard: b.App.Clipboard()})
		default:
			field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		}
	}
	return field
}

func TestWhatIsTypedIsWhatIsStored(t *testing.T) {
	for _, width := range []float32{700, 820, 1000, 1400} {
		t.Run(fmt.Sprint(width, " wide"), func(t *testing.T) {
			b := newBench(t, first, second)
			b.Win.Resize(fyne.NewSize(width, 700))
			b.App.Clipboard().SetContent("\n")
			b.selectText("the group holds $10 million")
			b.type_("d")
			for _, note := range notes {
				b.ShowClaimDetails()
				details := b.modal()
				statement := b.write(strings.TrimSpace(note))
				field := noteField(details, statement)
				b.Win.Canvas().Focus(field)
				b.write(note)
				details.Accept()
				if got := b.stored()[0]; got.Statement != strings.TrimSpace(note) || got.Note != note {
					t.Fatalf("typed %q, the statement is %q and the note %q", note, got.Statement, got.Note)
				}
				b.Workspace.Undo()

				b.editNote()
				b.write(note).TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
				if got := b.stored()[0].Note; got != note {
					t.Fatalf("typed %q, the inline note is %q", note, got)
				}
				b.Workspace.Undo()

				b.ShowGuidelines()
				b.write(strings.TrimSpace(note))
				b.modal().Accept()
				if got := b.Workspace.LabelOf(store.SupportedID).Guideline; got != strings.TrimSpace(note) {
					t.Fatalf("typed %q, the guideline is %q", note, got)
				}
				b.Workspace.Undo()
			}
		})
	}
}

// noteField is the other field of several lines in the claim's details.
func noteField(o *dialogs.OpenModal, statement *textfield.Field) *textfield.Field {
	var last *textfield.Field
	for _, object := range test.LaidOutObjects(o.Popup) {
		if f, is := object.(*textfield.Field); is && f != statement {
			last = f
		}
	}
	return last
}

func TestWhatIsTypedInAReviewIsWhatIsStored(t *testing.T) {
	b := reviewBench(t)
	b.App.Clipboard().SetContent("\n")
	b.Win.Resize(fyne.NewSize(900, 600))
	b.sitDown(store.ModeBlind, nil)
	for _, note := range notes {
		b.panes.review.EditComment(false)
		b.panes.review.Comment.SetText("")
		b.write(note).TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		b.type_("s")
		said, err := b.Workspace.Store.Decisions(t.Context(), store.DecisionFilter{SessionID: b.Active.Session.ID})
		if err != nil || len(said) == 0 {
			t.Fatal(said, err)
		}
		if got := said[len(said)-1].Comment; strings.TrimSpace(got) != strings.TrimSpace(note) {
			t.Fatalf("typed %q, the comment is %q", note, got)
		}
		b.type_("z")
	}
}

func TestWhatAPackageAsksIsWhatWasTyped(t *testing.T) {
	for i, note := range notes {
		b := newBench(t, first)
		p := b.ShowPackage()
		path := b.file(fmt.Sprint("For ", i, ".factmark"), "") + ".new.factmark"
		b.Win.Canvas().Focus(p.Ask)
		b.write(note)
		p.Path.SetText(path)
		p.Dialog.Accept()
		if len(b.Modals) != 0 {
			t.Fatalf("the dialog stays open: %q", p.Problem.Text)
		}
		info, err := merge.PackageOf(t.Context(), b.someone(path, "Ben"))
		if want := strings.TrimSpace(note); err != nil || info.Ask != want {
			t.Fatalf("typed %q, the package asks %q, %v", want, info.Ask, err)
		}
	}
}

// Undo belongs to the field that is typed into, and leaves the workspace alone.
func TestUndoInAFieldLeavesTheWorkspaceAlone(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	b.panes.claims.EditNote()
	field := b.write("one two")
	b.shortcut(&fyne.ShortcutUndo{})
	if field.Text() != "one " {
		t.Fatalf("undone, the note is %q", field.Text())
	}
	b.shortcut(ctrlShift(fyne.KeyZ))
	if field.Text() != "one two" {
		t.Fatalf("redone, the note is %q", field.Text())
	}
	for range 5 {
		b.shortcut(&fyne.ShortcutUndo{})
	}
	b.wantQuotes("S Monday")
	b.write("three")
	field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if got := b.stored()[0].Note; got != "three" {
		t.Errorf("the note is %q", got)
	}
	b.shortcut(&fyne.ShortcutUndo{}) // the workspace's again
	if got := b.stored()[0].Note; got != "" {
		t.Errorf("undone in the workspace, the note is %q", got)
	}
}

func TestControlCharactersAreLeftOutAndSaid(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	b.ShowClaimDetails()
	b.App.Clipboard().SetContent("a\x00b\x1b[0m\r\nc")
	field := b.Win.Canvas().Focused().(*textfield.Field)
	field.TypedShortcut(&fyne.ShortcutPaste{})
	if field.Text() != "ab[0m\nc" {
		t.Errorf("pasted %q", field.Text())
	}
	if got := b.modal().Said.Text; got != "2 control characters were left out: text can't contain them." {
		t.Errorf("it says %q", got)
	}
}

// The fields of a dialog grow as far as the window has room, so that its buttons stay in it.
func TestADialogStaysInTheWindowAsItsFieldsGrow(t *testing.T) {
	for _, height := range []float32{600, 720, 900} {
		b := newBench(t, first)
		b.Win.Resize(fyne.NewSize(900, height))
		b.selectText("Monday")
		b.type_("s")
		b.ShowClaimDetails()
		statement := b.write("")
		before := b.modal().Popup.MinSize().Height
		for _, f := range []*textfield.Field{statement, noteField(b.modal(), statement)} {
			b.Win.Canvas().Focus(f)
			b.write(strings.Repeat("line\n", 12))
		}
		after := b.modal().Popup.MinSize().Height
		if after > b.Win.Canvas().Size().Height || after <= before {
			t.Errorf("%v high: the dialog was %v high and is %v", b.Win.Canvas().Size().Height, before, after)
		}
		if _, end := statement.Selection(); end != 60 {
			t.Errorf("the caret is at %d", end)
		}
		b.modal().Accept()
		b.ShowClaimDetails() // with all of that in it from the start
		if again := b.modal().Popup.MinSize().Height; again != after {
			t.Errorf("opened again the dialog is %v high, it was %v", again, after)
		}
	}
}

// Typing in a guideline that lies below what is on screen brings it there.
func TestTheGuidelinesFollowTheCaret(t *testing.T) {
	b := newBench(t, first)
	b.Win.Resize(fyne.NewSize(900, 600))
	b.ShowGuidelines()
	scroll := b.modal().Scroll
	var last *textfield.Field
	for _, o := range test.LaidOutObjects(b.modal().Popup) {
		if f, is := o.(*textfield.Field); is {
			last = f
		}
	}
	b.Win.Canvas().Focus(last)
	b.write(strings.Repeat("line\n", 12))
	scroll.Refresh()
	b.write("x")
	d := b.App.Driver()
	top := d.AbsolutePositionForObject(scroll).Y
	if y := d.AbsolutePositionForObject(last).Y; y < top || y+20 > top+scroll.Size().Height || scroll.Offset.Y == 0 {
		t.Errorf("the field is at %v, the scroll from %v to %v, its offset %v", y, top, top+scroll.Size().Height, scroll.Offset.Y)
	}
}
