"""How documents and files go out: what a request asks for, headers, packing, what a worker keeps, and the addresses
that are no pages. What is served is made elsewhere."""
