/**
 * What plug-ins are tested with: kits that hold an ISA, a device or a guest to the same tests as those that are shipped.
 *
 * <pre>{@code
 * Catalog catalog = FlatCatalog.ofClassPath();   // every contribution on the class path, without OSGi
 * }</pre>
 */
package org.ringside.testkit;
