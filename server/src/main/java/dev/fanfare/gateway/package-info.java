/** How clients come in: by HTTP calls, and on connections that stay. */
@NullMarked
package dev.fanfare.gateway;

import org.jspecify.annotations.NullMarked;
