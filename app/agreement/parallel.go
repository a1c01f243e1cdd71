package agreement

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// inParallel works out a result for each item, as many at a time as there are
// processors, and gives them in the order of the items. Each of those who work
// at a time is made by worker, and may have memory of its own. When the context
// ends the rest is left undone.
func inParallel[T, R any](ctx context.Context, items []T, worker func() func(T) R) []R {
	results := make([]R, len(items))
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(items)) {
		group.Go(func() {
			work := worker()
			for i := int(next.Add(1)) - 1; i < len(items) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				results[i] = work(items[i])
			}
		})
	}
	group.Wait()
	return results
}

// progress counts what is done of a number of steps, and tells of it, never two
// at a time.
type progress struct {
	of   int
	tell func(share float64) // may be nil

	mu   sync.Mutex
	done int
}

func (p *progress) step() {
	if p.tell == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done++
	p.tell(float64(p.done) / float64(p.of))
}
