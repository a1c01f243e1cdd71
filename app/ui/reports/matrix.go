package reports

import (
	"cmp"
	"context"
	"errors"
	"image"
	"image/color"
	"io"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/matrix"
	"factmark/app/profile"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// MatrixDialog shows claims by documents: who says what.
type MatrixDialog struct {
	host   *Reports
	model  *workspace.Workspace
	Dialog *dialogs.OpenModal

	Claims, Label, Order *dialogs.KeySelect
	Silent               *dialogs.KeyCheck
	Table                *MatrixTable
	Told                 *widget.Label // of the cell that is current, or under the pointer
	toldScroll           *container.Scroll
	Empty                *widget.Label // stands in place of the table where there is none
	legend               *canvas.Raster

	Matrix   *matrix.Matrix // nil until it was read
	read     *matrix.Matrix // in document order
	drawing  *matrix.Drawing
	labelIDs []string // of the choices of Label but the first
	ctx      context.Context
	stop     context.CancelFunc
	asked    workspace.Latest
}

// matrixView is how the user last had the matrix, until the program ends.
type matrixView struct {
	of         *workspace.Workspace
	all        bool
	label      string // its choice
	silent     bool
	order      matrix.Order
	current    Spot
	top        float32
	left       int
	remembered bool
}

// What the matrix can show, and by what it is sorted.
var (
	MatrixWithEvidence = locale.Mark("Claims with evidence")
	MatrixAll          = locale.Mark("All claims")
	MatrixAnyLabel     = locale.Mark("Any label")
)

var matrixOrders = []string{matrix.ByDocument: locale.Mark("In document order"), matrix.BySources: locale.Mark("Most documents first"), matrix.ByDisagreement: locale.Mark("Most disagreement first")}

// inLanguage are texts of a choice in the user's language.
func inLanguage(texts []string) []string {
	var all []string
	for _, text := range texts {
		all = append(all, locale.T(text))
	}
	return all
}

// ShowMatrix opens the dialog and returns it while the matrix is read.
func (r *Reports) ShowMatrix() *MatrixDialog {
	d := &MatrixDialog{host: r, model: r.Workspace}
	d.ctx, d.stop = context.WithCancel(d.model.Ctx)
	v := &r.matrix
	if v.of != d.model {
		*v = matrixView{of: d.model}
	}
	d.Claims = dialogs.NewKeySelect(inLanguage([]string{MatrixWithEvidence, MatrixAll}), r.ModalEscape)
	d.Claims.SetSelectedIndex(0)
	if v.all {
		d.Claims.SetSelectedIndex(1)
	}
	d.Label = dialogs.NewKeySelect(d.labelChoices(), r.ModalEscape)
	d.Label.SetSelectedIndex(0)
	if slices.Contains(d.Label.Options, v.label) {
		d.Label.SetSelected(v.label)
	}
	d.Order = dialogs.NewKeySelect(inLanguage(matrixOrders), r.ModalEscape)
	d.Order.SetSelectedIndex(int(v.order))
	d.Silent = dialogs.NewKeyCheck(r.ModalKey)
	d.Silent.Text = locale.T("Documents without evidence")
	d.Silent.SetChecked(v.silent)
	d.Told = dialogs.Wrapped("")
	d.toldScroll = container.NewVScroll(d.Told)
	d.Empty = widget.NewLabel("")
	d.Table = newMatrixTable(r.ModalKey, d.tell, d.open)
	d.legend = canvas.NewRaster(func(w, h int) image.Image {
		img := image.NewRGBA(image.Rect(0, 0, w, h))
		if d.drawing != nil {
			d.drawing.With(matrixLook(), float32(w)/matrix.LegendWidth).Legend(img)
		}
		return img
	})
	d.legend.SetMinSize(fyne.NewSize(matrix.LegendWidth, matrix.LegendHeight))
	size := r.Win.Canvas().Size()
	room := canvas.NewRectangle(color.Transparent)
	room.SetMinSize(fyne.NewSize(min(1500, size.Width-64), min(1100, size.Height-288)))
	told := container.New(layout.NewGridWrapLayout(fyne.NewSize(min(1500, size.Width-64), 62)), d.toldScroll)
	choices := container.NewHBox()
	for i, s := range []*dialogs.KeySelect{d.Claims, d.Label, d.Order} {
		choices.Add(container.NewGridWrap(fyne.NewSize([]float32{190, 160, 210}[i], s.MinSize().Height), s))
	}
	choices.Add(d.Silent)
	saving := container.NewHBox(dialogs.NewKeyButton(locale.T("Save as CSV…"), r.ModalKey, d.SaveCSV), dialogs.NewKeyButton(locale.T("Save picture…"), r.ModalKey, d.SavePicture))
	d.Dialog = r.ShowModal(dialogs.Modal{Title: locale.T("Matrix: who says what"), Confirm: locale.T("Close"), Width: 400, Focus: d.Table, OnClose: d.close,
		Content: container.NewBorder(choices, container.NewVBox(told, container.NewBorder(nil, nil, container.NewCenter(d.legend), saving)), nil, nil,
			container.NewStack(room, d.Table, container.NewCenter(d.Empty)))})
	for _, s := range []*dialogs.KeySelect{d.Claims, d.Label} {
		s.OnChanged = func(string) { d.begin(false) }
	}
	d.Silent.OnChanged = func(bool) { d.begin(false) }
	d.Order.OnChanged = func(string) { d.show(false) }
	d.Table.Current, d.Table.top, d.Table.left = v.current, v.top, v.left
	d.begin(v.remembered)
	r.Matrix = d
	return d
}

// order is how the rows are to be sorted.
func (d *MatrixDialog) order() matrix.Order { return matrix.Order(max(0, d.Order.SelectedIndex())) }

// labelChoices are the labels that rows can be limited to.
func (d *MatrixDialog) labelChoices() []string {
	choices := []string{locale.T(MatrixAnyLabel)}
	for _, l := range slices.Concat(d.model.Labels, []store.Label{workspace.NoLabel}) {
		name := format.Shorten(format.NameLine(l.Name), 40)
		for slices.Contains(choices, name) { // two labels may be called the same once they are cut short
			name += " "
		}
		choices, d.labelIDs = append(choices, name), append(d.labelIDs, l.ID)
	}
	return choices
}

// options are what is to be read.
func (d *MatrixDialog) options() matrix.Options {
	o := matrix.Options{All: d.Claims.SelectedIndex() == 1, Documents: d.Silent.Checked}
	if i := d.Label.SelectedIndex(); i > 0 {
		o.LabelIDs = []string{d.labelIDs[i-1]}
	}
	return o
}

// begin reads the matrix away from the interface thread; stay keeps the place in it.
func (d *MatrixDialog) begin(stay bool) {
	current, model, options := d.asked.Ask(), d.model, d.options()
	d.say(locale.T("Loading…"))
	model.Back.Go(func() {
		m, err := matrix.Read(d.ctx, model.Store, options)
		var drawing *matrix.Drawing
		if err == nil {
			regular, bold := matrixFonts()
			drawing = matrix.NewDrawing(m, matrix.Look{Regular: regular, Bold: bold}, 1)
			drawing.Prepare()
		}
		model.Back.OnUI(func() {
			switch {
			case !current() || errors.Is(err, context.Canceled):
			case err != nil:
				d.say("")
				model.Fail(err)
			default:
				d.read, d.drawing = m, drawing
				d.show(stay)
			}
		})
	})
}

// Reload reads the matrix again, after something was written.
func (d *MatrixDialog) Reload() { d.begin(true) }

// show shows what was read, sorted as it is to be.
func (d *MatrixDialog) show(stay bool) {
	if d.read == nil {
		return
	}
	d.Matrix = d.read.Sorted(d.order())
	d.drawing = d.drawing.Of(d.Matrix)
	d.say(d.Matrix.Summary())
	none := len(d.Matrix.Rows) == 0
	d.Empty.SetText(d.whyEmpty())
	dialogs.SetVisible(d.Empty, none)
	dialogs.SetVisible(d.Table, !none)
	d.legend.Refresh()
	d.Table.show(d.drawing, d.Matrix, stay)
}

// whyEmpty says what to do where there is nothing to show.
func (d *MatrixDialog) whyEmpty() string {
	switch {
	case d.Label.SelectedIndex() > 0 && d.Claims.SelectedIndex() == 1:
		return locale.T("No claim has this label.")
	case d.Label.SelectedIndex() > 0:
		return locale.T("No claim with this label has evidence.")
	case d.Claims.SelectedIndex() == 1:
		return locale.T("There are no claims yet.")
	}
	return locale.T("No evidence yet. To add some, choose a claim and press E.")
}

// close remembers how the matrix was.
func (d *MatrixDialog) close() {
	d.stop()
	d.host.Matrix = nil
	d.host.matrix = matrixView{of: d.model, all: d.Claims.SelectedIndex() == 1, label: d.Label.Selected, silent: d.Silent.Checked,
		order: d.order(), current: d.Table.Current, top: d.Table.top, left: d.Table.left, remembered: d.Matrix != nil}
}

// say tells at the foot of the dialog how much there is, or what it waits for.
func (d *MatrixDialog) say(what string) { d.Dialog.Said.SetText(what) }

// tell says in full what is in a cell, or what a head stands for.
func (d *MatrixDialog) tell(s Spot) {
	d.Table.said = d.about(s)
	d.Told.SetText(d.Table.said)
	d.toldScroll.ScrollToTop()
}

func (d *MatrixDialog) about(s Spot) string {
	m := d.Matrix
	if len(m.Rows) == 0 || s == nowhere {
		return ""
	}
	title := func(column int) string {
		return dialogs.VisualOrder(format.Shorten(format.NameLine(m.Columns[column].Title), 60))
	}
	if s.Row < 0 {
		c := m.Columns[s.Column]
		return strings.Join(append(format.NonEmpty(title(s.Column), format.NameLine(c.Publisher), format.NameLine(c.Published)), counted(c.Tally, true)), " · ")
	}
	r := &m.Rows[s.Row]
	claim := "“" + dialogs.VisualOrder(format.Shorten(format.NameLine(r.Claim.Quote), 400)) + "”"
	if s.Column < 0 {
		label := cmp.Or(format.NameLine(r.Label.Name), locale.T("No label"))
		said := label + " · " + counted(r.Tally, false)
		if len(r.Linked) > 0 {
			said += " · " + locale.N("linked with {{.N}} other claims", len(r.Linked))
		}
		return said + "\n" + claim
	}
	cell := r.Cell(s.Column)
	var says []string
	for _, e := range cell.Evidence {
		says = append(says, dialogs.StanceName(e.Stance)+": “"+dialogs.VisualOrder(format.Shorten(format.NameLine(cmp.Or(e.Quote, e.URL)), 200))+"”")
	}
	if cell.Sign&matrix.Own != 0 {
		says = append(says, locale.T("the claim’s own document"))
	}
	if len(says) == 0 {
		says = []string{locale.T("no evidence")}
	}
	return title(s.Column) + " – " + strings.Join(says, "; ") + "\n" + claim
}

// counted says how many claims, or documents, have which stance.
func counted(t matrix.Tally, claims bool) string {
	var said []string
	add := func(n int, text string) {
		if n > 0 {
			said = append(said, text)
		}
	}
	if claims {
		add(t.Supports, locale.N("supports {{.N}} claims", t.Supports))
		add(t.Refutes, locale.N("refutes {{.N}} claims", t.Refutes))
		add(t.Context, locale.N("gives context to {{.N}} claims", t.Context))
	} else {
		add(t.Supports, locale.N("{{.N}} documents support it", t.Supports))
		add(t.Refutes, locale.N("{{.N}} documents refute it", t.Refutes))
		add(t.Context, locale.N("{{.N}} documents give context", t.Context))
	}
	if len(said) == 0 {
		return locale.T("no evidence")
	}
	return strings.Join(said, ", ")
}

// open goes to what a cell or head stands for.
func (d *MatrixDialog) open(s Spot) {
	m, host, model := d.Matrix, d.host, d.model
	switch {
	case s.Row < 0:
		if id := m.Columns[s.Column].ID; id != "" {
			d.Dialog.Close()
			model.Open(id, "")
		}
	case s.Column < 0:
		d.openClaim(m.Rows[s.Row].Claim)
	default:
		r := &m.Rows[s.Row]
		cell, claims := r.Cell(s.Column), append([]store.MatrixClaim{r.Claim}, r.Linked...)
		for _, c := range claims {
			switch {
			case len(cell.Evidence) > 0 && cell.Evidence[0].ClaimID == c.ID:
				d.Dialog.Close()
				host.OpenEvidence(c, cell.Evidence[0])
				return
			case len(cell.Evidence) == 0 && c.DocumentID == m.Columns[s.Column].ID:
				d.openClaim(c)
				return
			}
		}
	}
}

func (d *MatrixDialog) openClaim(c store.MatrixClaim) {
	d.Dialog.Close()
	d.model.GoTo(c.DocumentID, c.ID)
}

// SaveCSV asks where to write the matrix as CSV.
func (d *MatrixDialog) SaveCSV() {
	if m := d.Matrix; m != nil {
		d.host.AskSave(profile.Reports, locale.T("Save matrix"), "Matrix.csv", m.WriteCSV)
	}
}

// SavePicture asks where to draw the matrix: all of it, not only what is on screen, as on paper.
func (d *MatrixDialog) SavePicture() {
	m := d.Matrix
	if m == nil {
		return
	}
	title := locale.T("Who says what: {{.Workspace}}", "Workspace", store.NameOf(d.model.Store.Path()))
	regular, bold := matrixFonts()
	d.host.AskSave(profile.Pictures, locale.T("Save picture"), "Matrix.png", func(out io.Writer) error { return m.WritePNG(out, title, regular, bold) })
}
