/**
 * How plugins contribute and how contributions are found and set. A contribution is a service: a stateless maker that
 * says what it is in a {@link org.ringside.machine.catalog.Contribution} annotation, and what can be set in the record
 * type of its options. A {@link org.ringside.machine.catalog.Catalog} is handed to whoever looks for contributions.
 *
 * <pre>{@code
 * DeviceMaker<?> maker = catalog.find(DeviceMaker.class, "plic").orElseThrow().maker();
 * Record options = Options.parse(maker.options(), List.of("sources=53"));
 * }</pre>
 *
 * <dl>
 * <dt>maker</dt><dd>the service: it makes what is contributed and remembers nothing</dd>
 * <dt>id</dt><dd>permanent name of a contribution, unique among those of one kind</dd>
 * <dt>kind</dt><dd>the interface of the maker</dd>
 * <dt>option</dt><dd>a component of the options' record; written {@code name=value}</dd>
 * </dl>
 */
package org.ringside.machine.catalog;
