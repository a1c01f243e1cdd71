package agreement

import (
	"math/rand/v2"
	"slices"
	"sync"
)

// draw is what one replicate takes of units that are numbered from 0: each of
// those it takes, in order, with how often. An entry holds the unit in its upper
// 24 bits and the number in the lower 8; one that is taken more often than
// mostTimes has several entries.
type draw []uint32

const (
	timesBits = 8
	mostTimes = 1<<timesBits - 1
)

// newRandom is where the chances of a bootstrap come from.
func (b Bootstrap) newRandom() *rand.Rand {
	return rand.New(rand.NewPCG(b.Seed, 0x466163746d61726b))
}

// eachDraw hands on what each replicate takes of so many units, 2^24 at most. It
// is good until the next one.
func (b Bootstrap) eachDraw(size int, each func(draw)) {
	random := b.newRandom()
	times := make([]uint32, size)
	var d draw
	for range b.Replicates {
		clear(times)
		for range size {
			times[random.IntN(size)]++
		}
		d = d[:0].with(times)
		each(d)
	}
}

// with adds entries for units that are taken so often.
func (d draw) with(times []uint32) draw {
	for unit, n := range times {
		for ; n > 0; n -= min(n, mostTimes) {
			d = append(d, uint32(unit)<<timesBits|min(n, mostTimes))
		}
	}
	return d
}

// drawCache keeps the draws of the size it was asked for last: samples of the same
// size have the same draws, so that these are made once for many.
type drawCache struct {
	Bootstrap

	mu   sync.Mutex
	size int
	kept []draw
}

// mostKept bounds what is kept, to some 100 MB.
const mostKept = 40_000_000

func (l *drawCache) eachDraw(size int, each func(draw)) {
	if size*l.Replicates > mostKept {
		l.Bootstrap.eachDraw(size, each)
		return
	}
	for _, d := range l.draws(size) {
		each(d)
	}
}

func (l *drawCache) draws(size int) []draw {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.size != size {
		l.size, l.kept = size, nil
		l.Bootstrap.eachDraw(size, func(d draw) { l.kept = append(l.kept, slices.Clone(d)) })
	}
	return l.kept
}
