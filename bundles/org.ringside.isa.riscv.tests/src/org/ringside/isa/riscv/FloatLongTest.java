package org.ringside.isa.riscv;

import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As {@link FloatTest}, with many more operands. */
class FloatLongTest {

	@TempDir
	Path directory;

	@Tag("long")
	@ParameterizedTest
	@ValueSource(longs = { 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 })
	void qemuComputesTheSameOnMany(long seed) throws Exception {
		FloatTest.compare(directory, seed, 24_000);
	}
}
