package dev.fanfare.examples.cards;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.CrudRepository;
import java.util.List;

/** The cards of the database. */
@JdbcRepository(dialect = Dialect.H2)
interface CardRepository extends CrudRepository<Card, String> {
  List<Card> findAllOrderById();
}
