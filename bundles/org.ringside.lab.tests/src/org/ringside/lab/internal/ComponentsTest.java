package org.ringside.lab.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ComponentsTest {

	@Test
	void theInnermostCauseOfAStackTraceIsTheOneToMend() {
		assertEquals("java.lang.IllegalStateException: no tables", Components.cause("""
				java.lang.reflect.InvocationTargetException
					at java.base/jdk.internal.reflect.X.y(X.java:1)
				Caused by: java.lang.RuntimeException: outer
					at a.B.c(B.java:2)
				Caused by: java.lang.IllegalStateException: no tables
					at a.B.d(B.java:3)
				"""));
		assertEquals("just a line", Components.cause("just a line\n\tat a.B.c(B.java:2)\n"));
		assertEquals("", Components.cause(""));
	}

	@Test
	void versionsThatAFilterAdmitsAreWrittenAsInAManifest() {
		assertEquals(" [2.0.0,3.0.0)", Needs.range("(&(osgi.wiring.package=a.b)(version>=2.0.0)(!(version>=3.0.0)))"));
		assertEquals(" 1.5.0 or newer", Needs.range("(&(osgi.wiring.package=a.b)(version>=1.5.0))"));
		assertEquals(" [1.0.0,2.0.0)", Needs.range("(&(osgi.wiring.bundle=a.b)(bundle-version>=1.0.0)(!(bundle-version>=2.0.0)))"));
		assertEquals("", Needs.range("(osgi.wiring.package=a.b)"));
	}
}
