"""What every page shares: the request's unit of work, the guard, refusals as pages, headers, typed addresses."""
