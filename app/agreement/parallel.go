package agreement

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// inParallel works out a result for each item, as many at a time as there are
// processors, and gives them in the order of the items. When the context ends
// the rest is left undone.
func inParallel[T, R any](ctx context.Context, items []T, work func(T) R) []R {
	results := make([]R, len(items))
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(items)) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(items) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				results[i] = work(items[i])
			}
		})
	}
	group.Wait()
	return results
}
