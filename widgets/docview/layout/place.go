package layout

// Place gives the code point at a height of the layout, in lines and parts of a line, without laying anything out:
// where nothing is laid out yet it is an estimate.
func (l *Layout) Place(line float64) int {
	b, k := l.locate(int(line))
	block := &l.text.blocks[b]
	starts := l.lines[b]
	if starts == nil {
		n := l.first[b+1] - l.first[b]
		share := min(max(0, (line-float64(l.first[b]))/float64(max(1, n))), 1)
		return l.text.Point(block.start) + int(share*float64(block.points))
	}
	if k = min(k, len(starts)-1); line >= float64(l.first[len(l.first)-1]) {
		return l.text.Points()
	}
	return l.text.Point(block.start + int(starts[k].at))
}
