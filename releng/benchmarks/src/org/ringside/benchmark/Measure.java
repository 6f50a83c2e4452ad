package org.ringside.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One run.
 *
 * @param line what the guest printed
 * @param seconds on the wall, from power-on to power-off
 * @param processor seconds of processor time, of all threads; NaN if the system does not tell
 */
record Measure(String line, double seconds, double processor) {

	/** The checksum that ends the line. */
	String checksum() {
		return line.strip().replaceFirst(".* ", "");
	}

	Measure less(Measure startup) {
		return new Measure(line, Math.max(1e-3, seconds - startup.seconds), Math.max(1e-3, processor - startup.processor));
	}

	/** The median of something of several runs. */
	static <T> double median(List<T> of, ToDoubleFunction<T> what) {
		double[] values = of.stream().mapToDouble(what).sorted().toArray();
		int middle = values.length / 2;
		return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
	}

	/** How far apart the values are, relative to the least. */
	static <T> double spread(List<T> of, ToDoubleFunction<T> what) {
		double[] values = of.stream().mapToDouble(what).sorted().toArray();
		return values[values.length - 1] / values[0] - 1;
	}

	static double geometricMean(double... values) {
		return Math.exp(Arrays.stream(values).map(Math::log).average().orElse(Double.NaN));
	}
}
