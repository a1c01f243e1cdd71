package app

import (
	"bytes"
	"encoding/csv"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"factmark/app/matrix"
	"factmark/app/ui/dialogs"
	"factmark/app/ui/reports"
	"factmark/store"
)

const (
	portText    = "The port handled ten ships. It was closed in May."
	figuresText = "Figures of the port: nine ships came in, and none in May."
	letterText  = "A letter to the editor. Nine or ten, who knows?"
)

// matrixBench has three documents and two labelled claims of the first, of which the first has evidence in both others.
func matrixBench(t *testing.T) (b *bench, claims []store.Claim) {
	t.Helper()
	b = newBench(t, portText, figuresText, letterText)
	b.Workspace.Open(b.Workspace.Documents[0].ID, "")
	b.selectText("handled ten ships")
	b.type_("d")
	b.selectText("It was closed in May")
	b.type_("s")
	return b, b.stored()
}

func (b *bench) addEvidence(all ...store.NewEvidence) {
	b.t.Helper()
	if _, err := b.Workspace.Store.AddEvidence(b.t.Context(), all...); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) openMatrix() *reports.MatrixDialog {
	b.t.Helper()
	d := b.ShowMatrix()
	if d.Matrix == nil {
		b.t.Fatal("the matrix is not read")
	}
	return d
}

func TestMatrixOfEvidence(t *testing.T) {
	b, claims := matrixBench(t)
	b.items["matrix"].Action()
	if words := b.dialogWords(); !strings.Contains(words, "No evidence yet. To add some, choose a claim and press E.") {
		t.Errorf("without evidence it says %s", words)
	}
	b.modal().Close()
	port, figures, letter := b.Workspace.Documents[0], b.Workspace.Documents[1], b.Workspace.Documents[2]
	b.addEvidence(
		store.NewEvidence{ClaimID: claims[0].ID, Stance: store.StanceRefutes, DocumentID: figures.ID, Start: 21, End: 31},
		store.NewEvidence{ClaimID: claims[0].ID, Stance: store.StanceSupports, DocumentID: letter.ID, Start: 24, End: 35},
		store.NewEvidence{ClaimID: claims[0].ID, Stance: store.StanceContext, URL: "https://example.org/ships", Quote: "ships of the year"})

	d := b.openMatrix()
	key := func(names ...fyne.KeyName) {
		for _, name := range names {
			d.Table.TypedKey(&fyne.KeyEvent{Name: name})
		}
	}
	if b.Win.Canvas().Focused() != d.Table || len(d.Matrix.Rows) != 1 || len(d.Matrix.Columns) != 4 {
		t.Fatalf("%d rows, %d columns, the focus is on %T", len(d.Matrix.Rows), len(d.Matrix.Columns), b.Win.Canvas().Focused())
	}
	if got := d.Dialog.Said.Text; got != "1 claim · 3 documents · supports 1, refutes 1, context 1" {
		t.Errorf("it says %q", got)
	}
	column := map[string]int{}
	for j, c := range d.Matrix.Columns {
		column[c.ID] = j
	}
	told := func(want string) {
		t.Helper()
		if !strings.Contains(d.Told.Text, want) {
			t.Errorf("told is %q, want %q", d.Told.Text, want)
		}
	}
	told("Disputed · 1 document supports it, 1 document refutes it, 1 document gives context")
	for range column[figures.ID] + 1 {
		key(fyne.KeyRight)
	}
	told("Refutes: “nine ships”")
	key(fyne.KeyUp)
	told(figures.Title + " · refutes 1 claim")
	key(fyne.KeyDown, fyne.KeyEnd)
	told("Outside sources – Context: “ships of the year”")
	key(fyne.KeyHome)
	told("Disputed")

	// Enter opens the evidence beside its claim, which is in hand, and the panel of evidence.
	for range column[figures.ID] + 1 {
		key(fyne.KeyRight)
	}
	key(fyne.KeyReturn)
	beside := func() string { return b.panes.texts.Second.Model().Document.ID }
	if len(b.Modals) > 0 || beside() != figures.ID || b.Workspace.Document.ID != port.ID || b.Workspace.Hand.ID != claims[0].ID || b.Workspace.Picked != d.Matrix.Rows[0].Cell(column[figures.ID]).Evidence[0].ID || !b.evidenceShown() {
		t.Errorf("after Enter %q is open, %q in hand, %d dialogs", b.Workspace.Document.Title, b.Workspace.Hand.Quote, len(b.Modals))
	}

	// It comes back where it was; a click opens the same, and the claim's own document the claim.
	d = b.openMatrix()
	told("Refutes: “nine ships”")
	test.TapCanvas(b.Win.Canvas(), d.Table.Place(reports.Spot{Row: 0, Column: column[letter.ID]}))
	if len(b.Modals) > 0 || beside() != letter.ID {
		t.Errorf("after a click %q is open", b.Workspace.Document.Title)
	}
	d = b.openMatrix()
	d.Table.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: d.Table.Place(reports.Spot{Row: 0, Column: column[port.ID]}).Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(d.Table))}})
	told("the claim’s own document")
	test.TapCanvas(b.Win.Canvas(), d.Table.Place(reports.Spot{Row: 0, Column: column[port.ID]}))
	if b.Workspace.Document.ID != port.ID || b.Workspace.Current != claims[0].ID {
		t.Errorf("after a click on the own document %q is open at %q", b.Workspace.Document.Title, b.Workspace.Current)
	}
	d = b.openMatrix()
	test.TapCanvas(b.Win.Canvas(), d.Table.Place(reports.Spot{Row: -1, Column: column[figures.ID]}))
	if b.Workspace.Document.ID != figures.ID {
		t.Errorf("after a click on a column's head %q is open", b.Workspace.Document.Title)
	}

	// An outside source has no place: its claim is shown.
	d = b.openMatrix()
	test.TapCanvas(b.Win.Canvas(), d.Table.Place(reports.Spot{Row: 0, Column: column[""]}))
	if b.Workspace.Document.ID != port.ID || b.Workspace.Current != claims[0].ID || !b.evidenceShown() {
		t.Errorf("after a click on an outside source %q is open", b.Workspace.Document.Title)
	}

	// What there is to choose.
	d = b.openMatrix()
	d.Claims.SetSelected(reports.MatrixAll)
	if len(d.Matrix.Rows) != 2 {
		t.Errorf("all claims are %d", len(d.Matrix.Rows))
	}
	d.Label.SetSelected("Supported")
	if len(d.Matrix.Rows) != 1 || d.Matrix.Rows[0].Claim.Quote != "It was closed in May" {
		t.Errorf("supported claims are %+v", d.Matrix.Rows)
	}
	d.Claims.SetSelected(reports.MatrixWithEvidence)
	if words := b.dialogWords(); !strings.Contains(words, "No claim with this label has evidence.") {
		t.Errorf("with no claim it says %s", words)
	}
	key(fyne.KeyReturn) // nothing to open: the dialog's button
	if len(b.Modals) > 0 {
		t.Error("Enter does not close the empty dialog")
	}
	d = b.openMatrix()
	if d.Label.Selected != "Supported" {
		t.Errorf("the label chosen is %q", d.Label.Selected)
	}
	d.Label.SetSelected(reports.MatrixAnyLabel)
	b.Workspace.Undo() // of the evidence, while the matrix is open
	if len(d.Matrix.Rows) != 0 {
		t.Errorf("with the evidence taken back there are %d rows", len(d.Matrix.Rows))
	}
	d.Table.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if len(b.Modals) > 0 {
		t.Error("Escape does not close the dialog")
	}
}

func TestMatrixIsSaved(t *testing.T) {
	b, claims := matrixBench(t)
	letter := b.Workspace.Documents[2]
	b.addEvidence(store.NewEvidence{ClaimID: claims[0].ID, Stance: store.StanceSupports, DocumentID: letter.ID, Start: 24, End: 35})
	d := b.openMatrix()
	folder := t.TempDir()
	save := func(ask func(), name string) []byte {
		t.Helper()
		ask()
		path := filepath.Join(folder, name)
		b.Win.Canvas().Focused().(*dialogs.KeyEntry).SetPath(path)
		b.modal().Accept()
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return content
	}
	records, err := csv.NewReader(bytes.NewReader(save(d.SaveCSV, "m.csv"))).ReadAll()
	if err != nil || len(records) != 2 || records[1][1] != "handled ten ships" || !strings.Contains(strings.Join(records[1], "|"), "|own|supports") {
		t.Errorf("the CSV is %q, %v", records, err)
	}
	picture, err := png.Decode(bytes.NewReader(save(d.SavePicture, "m.png")))
	if err != nil {
		t.Fatal(err)
	}
	if white := picture.At(2, 2); picture.Bounds().Dx() < 2*matrix.RowHead || !isWhite(white.RGBA()) {
		t.Errorf("the picture is %v, its corner %v", picture.Bounds(), white)
	}
}

func isWhite(r, g, b, _ uint32) bool { return r == 0xFFFF && g == 0xFFFF && b == 0xFFFF }

// A large matrix draws what is on screen alone, and goes on from there by keys, wheel and scrollbar.
func TestALargeMatrix(t *testing.T) {
	texts := make([]string, 60)
	for i := range texts {
		texts[i] = strings.Repeat("Line and line. ", i+1)
	}
	b := newBench(t, texts...)
	var news []store.NewClaim
	for i := range 240 {
		news = append(news, store.NewClaim{DocumentID: b.Workspace.Documents[i%60].ID, Start: 0, End: 4 + i/60})
	}
	claims, err := b.Workspace.Store.AddClaims(t.Context(), news)
	if err != nil {
		t.Fatal(err)
	}
	var evidence []store.NewEvidence
	for i, c := range claims {
		evidence = append(evidence, store.NewEvidence{ClaimID: c.ID, Stance: store.StanceSupports, DocumentID: b.Workspace.Documents[(7*i+1)%60].ID, Start: 5, End: 8})
	}
	b.addEvidence(evidence...)
	d := b.openMatrix()
	if len(d.Matrix.Rows) != 240 || len(d.Matrix.Columns) != 60 {
		t.Fatalf("%d by %d", len(d.Matrix.Rows), len(d.Matrix.Columns))
	}
	key := func(names ...fyne.KeyName) {
		for _, name := range names {
			d.Table.TypedKey(&fyne.KeyEvent{Name: name})
		}
	}
	key(fyne.KeyPageDown, fyne.KeyPageDown, fyne.KeyEnd)
	if d.Table.Current.Column != 59 || d.Table.Current.Row < 4 {
		t.Errorf("the current cell is %v", d.Table.Current)
	}
	at := d.Table.Place(reports.Spot{Row: d.Table.Current.Row, Column: 59})
	corner := fyne.CurrentApp().Driver().AbsolutePositionForObject(d.Table)
	if at.X < corner.X || at.X > corner.X+d.Table.Size().Width || at.Y > corner.Y+d.Table.Size().Height {
		t.Errorf("the current cell at %v is out of view", at)
	}
	for range 90 {
		key(fyne.KeyPageDown)
	}
	if d.Table.Current.Row != 239 {
		t.Errorf("the last row is %d", d.Table.Current.Row)
	}
	last := reports.Spot{Row: 239, Column: 59}
	before := d.Table.Place(last)
	d.Table.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(2000, 2000)})
	if after := d.Table.Place(last); after.X <= before.X || after.Y != before.Y+2000 {
		t.Errorf("the wheel brings the last cell from %v to %v", before, after)
	}
	if colours(b.Win.Canvas().Capture(), corner, d.Table.Size()) < 4 {
		t.Error("no table is drawn")
	}
	if d.Table.Current.Row != 239 {
		t.Error("the wheel moves the current cell")
	}
	size := d.Table.Size()
	d.Table.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(size.Width-4, size.Height)}, Dragged: fyne.NewDelta(0, 40)})
	d.Table.DragEnd()
	key(fyne.KeyUp) // stays in view
	if d.Table.Current.Row != 238 {
		t.Errorf("the row after the drag is %d", d.Table.Current.Row)
	}
}

// colours counts those of a part of a picture.
func colours(picture image.Image, at fyne.Position, size fyne.Size) int {
	seen := map[color.Color]bool{}
	for y := int(at.Y); y < int(at.Y+size.Height); y += 3 {
		for x := int(at.X); x < int(at.X+size.Width); x += 3 {
			seen[picture.At(x, y)] = true
		}
	}
	return len(seen)
}

func TestMatrixTakesKeysBeforeItIsRead(t *testing.T) {
	b, claims := matrixBench(t)
	b.addEvidence(store.NewEvidence{ClaimID: claims[0].ID, Stance: store.StanceRefutes, URL: "https://example.org", Quote: "Nine ships."})
	start, held := b.Back.Start, []func(){}
	b.Back.Start = func(work func()) { held = append(held, work) }
	d := b.ShowMatrix()
	b.Back.Start = start
	for _, name := range []fyne.KeyName{fyne.KeyDown, fyne.KeyEnd, fyne.KeyPageDown} {
		d.Table.TypedKey(&fyne.KeyEvent{Name: name})
	}
	if d.Matrix != nil || len(held) == 0 {
		t.Fatal("the matrix is read at once")
	}
	for _, work := range held {
		start(work)
	}
	if d.Matrix == nil || len(d.Matrix.Rows) != 1 || d.Table.Current != (reports.Spot{Row: 0, Column: -1}) {
		t.Errorf("once it is read, %+v is current", d.Table.Current)
	}
}
