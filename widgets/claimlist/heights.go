package claimlist

// heights are those of a long list's cards, in pixels. Few were ever measured; the others are taken to be of an estimated height, so
// that the list need not be measured from its top to know where a card stands. A Fenwick tree over blocks of cards holds by how much
// those measured differ from the estimate: where a card stands, which card stands at a place, and a changed height all cost the logarithm
// of the number of cards.
type heights struct {
	n        int
	estimate int
	blocks   []*[blockSize]int32 // measured heights, 0 where there is none; nil for a block without any
	sums     []int               // the Fenwick tree, from index 1: measured less estimated, of whole blocks
}

const blockSize = 128

// newHeights has n cards, of which none was measured.
func newHeights(n, estimate int) heights {
	blocks := (n + blockSize - 1) / blockSize
	return heights{n: n, estimate: estimate, blocks: make([]*[blockSize]int32, blocks), sums: make([]int, blocks+1)}
}

// at is the height of a card.
func (h *heights) at(index int) int {
	if b := h.blocks[index/blockSize]; b != nil && b[index%blockSize] > 0 {
		return int(b[index%blockSize])
	}
	return h.estimate
}

// set notes the height of a card, at least a pixel.
func (h *heights) set(index, height int) {
	by := height - h.at(index)
	b := h.blocks[index/blockSize]
	if b == nil {
		b = new([blockSize]int32)
		h.blocks[index/blockSize] = b
	}
	b[index%blockSize] = int32(height)
	for i := index/blockSize + 1; by != 0 && i < len(h.sums); i += i & -i {
		h.sums[i] += by
	}
}

// top is where a card begins, below the first; top(n) is the height of all.
func (h *heights) top(index int) int {
	top := index * h.estimate
	for i := index / blockSize; i > 0; i -= i & -i {
		top += h.sums[i]
	}
	if block := index / blockSize; block < len(h.blocks) && h.blocks[block] != nil {
		for _, high := range h.blocks[block][:index%blockSize] {
			if high > 0 {
				top += int(high) - h.estimate
			}
		}
	}
	return top
}

// indexAt is the card at a place, in pixels below the top of the first; the first above it, and n below the last.
func (h *heights) indexAt(y int) int {
	if y < 0 {
		return 0
	}
	block, step := 0, 1
	for step*2 < len(h.sums) {
		step *= 2
	}
	for ; step > 0; step /= 2 {
		next := block + step
		if next >= len(h.sums) {
			continue
		}
		if high := h.sums[next] + step*blockSize*h.estimate; high <= y { // a part of the tree spans as many blocks as it steps
			block, y = next, y-high
		}
	}
	index := block * blockSize
	for ; index < h.n && y >= h.at(index); index++ {
		y -= h.at(index)
	}
	return min(index, h.n)
}
