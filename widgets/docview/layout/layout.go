package layout

import "sort"

// Measure gives the width of a text drawn in one piece. It is asked for words, for the starts of lines and for single
// characters, never for more than some hundred characters unless a single word is longer.
type Measure func(text string) float32

// Places gives where the bytes at of a text stand, ascending and each where a cluster starts or the text ends: how far
// it is from where the text begins, in the direction it reads, never decreasing. With rtl the text reads from the right.
type Places func(text string, rtl bool, at []int) []float32

// prefixes gives places by measuring what stands before them: right where no letter's shape hangs on the next one.
func prefixes(measure Measure) Places {
	return func(text string, _ bool, at []int) []float32 {
		xs := make([]float32, len(at))
		for i, n := range at {
			if n > 0 {
				xs[i] = measure(text[:n])
			}
			if i > 0 {
				xs[i] = max(xs[i], xs[i-1])
			}
		}
		return xs
	}
}

// Layout is a text broken into lines of a width. Blocks that were not laid out yet count with an estimate, so that
// the number of lines before a place may change with every call that says so.
type Layout struct {
	text    *Text
	measure Measure
	places  Places
	width   float32
	widths  map[string]float32 // of words
	space   float32
	hyphen  float32 // of the hyphen at a soft hyphen
	letter  float32 // of an average letter

	lines [][]lineStart // lines[b]: the lines of block b; nil: not laid out
	todo  int           // all blocks before this one are laid out

	first  []int // first[b]: the number of lines before block b, and at the end of all
	breaks []int // breaks[b]: the number of paragraphs that end before block b, and at the end of all
	stale  bool  // both have to be counted again
	spaced float64
	read   reading
}

// lineStart is where a line of a block starts, from the block's own start, and how many paragraphs of the block end before it.
type lineStart struct{ at, breaks int32 }

const (
	sample     = "the quick brown fox jumps over a lazy dog and runs to the hills again, it said"
	maxWidths  = 1 << 17 // distinct words remembered
	maxKeyLen  = 48      // longer words are not remembered
	minColumns = 4       // a width for fewer letters than this is taken as this many
)

// New prepares a layout; nothing is laid out yet. Without places they are measured.
func New(t *Text, measure Measure, places Places, width float32) *Layout {
	l := &Layout{text: t}
	l.SetMeasure(measure, places)
	l.SetWidth(width)
	return l
}

// AverageWidth gives the width of an average letter of English text.
func AverageWidth(measure Measure) float32 {
	return measure(sample) / float32(len(sample))
}

// SetMeasure changes the way text is measured, as a new font does, and forgets all lines.
func (l *Layout) SetMeasure(measure Measure, places Places) {
	if places == nil {
		places = prefixes(measure)
	}
	l.measure, l.places = measure, places
	l.widths = make(map[string]float32)
	l.space, l.hyphen = measure(" "), measure("-")
	l.letter = AverageWidth(measure)
	l.reset()
}

// SetWidth changes the width of a line and forgets all lines.
func (l *Layout) SetWidth(width float32) {
	l.width = max(width, minColumns*l.letter)
	l.reset()
}

func (l *Layout) reset() {
	l.lines = make([][]lineStart, len(l.text.blocks))
	l.todo, l.stale = 0, true
}

// Step lays out one more block and says whether there are others still to do.
func (l *Layout) Step() bool {
	if l.Done() {
		return false
	}
	l.layOut(l.todo)
	return true
}

// Done says whether all blocks are laid out.
func (l *Layout) Done() bool {
	for l.todo < len(l.lines) && l.lines[l.todo] != nil {
		l.todo++
	}
	return l.todo == len(l.lines)
}

// Lines is the number of lines, in part an estimate until Step says that nothing is left to do.
func (l *Layout) Lines() int {
	l.count()
	return l.first[len(l.first)-1]
}

// Prepare lays out the block that holds line i and says whether the number of lines, or where lines stand, may have changed.
func (l *Layout) Prepare(i int) bool {
	b, _ := l.locate(i)
	return l.layOut(b)
}

// Start gives the byte at which a line starts, by the number of the line as Line takes it.
func (l *Layout) Start(i int) int {
	b, k := l.locate(i)
	l.layOut(b)
	return l.text.blocks[b].start + int(l.lines[b][min(k, len(l.lines[b])-1)].at)
}

// At gives the line that holds a byte, laying out what it must. With upstream, a byte at which a line was wrapped
// belongs to the line before.
func (l *Layout) At(at int, upstream bool) int {
	b := l.text.blockOf(at)
	l.layOut(b)
	l.count()
	lines, begin := l.lines[b], l.text.blocks[b].start
	k := sort.Search(len(lines), func(k int) bool { return begin+int(lines[k].at) > at }) - 1
	if upstream && k > 0 && begin+int(lines[k].at) == at && !l.text.endsBreak(at) {
		k--
	}
	return l.first[b] + max(k, 0)
}

// Resolve lays out the block in which a line is only estimated, such as line 10,000 of a text seen so far in part, and
// gives the line that lies at the same share of this block: the line itself where the block was laid out already.
func (l *Layout) Resolve(line int) int {
	b, k := l.locate(line)
	estimated := l.first[b+1] - l.first[b]
	l.layOut(b)
	l.count()
	return l.first[b] + k*(l.first[b+1]-l.first[b])/estimated
}

// locate gives the block that line i is in, and its number there.
func (l *Layout) locate(i int) (b, k int) {
	l.count()
	i = min(max(i, 0), l.first[len(l.lines)]-1)
	b = sort.Search(len(l.lines), func(b int) bool { return l.first[b+1] > i })
	return b, i - l.first[b]
}

// count numbers the lines anew after blocks were laid out.
func (l *Layout) count() {
	if !l.stale {
		return
	}
	l.stale = false
	l.first, l.breaks = append(l.first[:0], 0), append(l.breaks[:0], 0)
	n, breaks := 0, 0
	for b := range l.lines {
		if l.lines[b] != nil {
			n += len(l.lines[b])
		} else {
			n += l.estimate(l.text.blocks[b])
		}
		breaks += l.text.blocks[b].breaks
		l.first, l.breaks = append(l.first, n), append(l.breaks, breaks)
	}
}

func (l *Layout) estimate(b block) int {
	full := float32(b.points) * l.letter / l.width
	return max(1, b.breaks, int(full+float32(b.breaks)/2))
}

// layOut breaks block b into lines unless that was done, and says whether this changed the number of lines, or where they stand.
func (l *Layout) layOut(b int) bool {
	if l.lines[b] != nil {
		return false
	}
	l.lines[b] = l.wrap(l.text.blocks[b], b == len(l.lines)-1)
	changed := len(l.lines[b]) != l.estimate(l.text.blocks[b])
	l.stale = l.stale || changed
	return changed || l.spaced > 0 && l.text.blocks[b].breaks > 0
}
