package store

import "context"

// finding is what checking finds, in words.
type finding = struct{ Kind, ID, What, Repair string }

// CheckForTest and RepairForTest are the functions of package check, which is above the store; package store_test sets
// them.
var (
	CheckForTest  func(context.Context, *Store, func(done, total int)) ([]finding, error)
	RepairForTest func(context.Context, *Store, func(done, total int)) (mended, left []finding, err error)
)

func runCheck(ctx context.Context, s *Store, progress func(done, total int)) ([]finding, error) {
	return CheckForTest(ctx, s, progress)
}

func runRepair(ctx context.Context, s *Store, progress func(done, total int)) (mended, left []finding, err error) {
	return RepairForTest(ctx, s, progress)
}
