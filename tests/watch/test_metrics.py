"""The figures that Prometheus reads."""

from datetime import UTC, datetime, timedelta

from prometheus_client.parser import text_string_to_metric_families

from bot.db.outbox import Waiting
from bot.metrics import Metrics

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)


def figures(metrics: Metrics) -> dict[tuple[str, ...], float]:
    """Return each sample's value by its name and labels."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(metrics.render().decode())
        for sample in family.samples
    }


def test_events_are_counted_by_channel_and_kind_with_their_time() -> None:
    metrics = Metrics()

    metrics.took_event("telegram", "Pressed", 0.02)
    metrics.took_event("telegram", "Pressed", 0.04)
    metrics.took_event("slack", "Said", 1.5)

    found = figures(metrics)
    assert found["homeround_events_total", "telegram", "Pressed"] == 2
    assert found["homeround_events_total", "slack", "Said"] == 1
    assert found["homeround_event_seconds_count",] == 3
    assert round(found["homeround_event_seconds_sum",], 2) == 1.56


def test_tries_are_counted_by_what_became_of_them() -> None:
    metrics = Metrics()

    metrics.tried("telegram", "delivered")
    metrics.tried("telegram", "throttled")
    metrics.tried("telegram", "delivered")

    found = figures(metrics)
    assert found["homeround_deliveries_total", "telegram", "delivered"] == 2
    assert found["homeround_deliveries_total", "telegram", "throttled"] == 1


def test_what_waits_is_shown_with_the_age_of_the_oldest() -> None:
    metrics = Metrics()

    metrics.waits([Waiting("slack", 3, NOON - timedelta(minutes=2))], NOON)

    found = figures(metrics)
    assert found["homeround_deliveries_waiting", "slack"] == 3
    assert found["homeround_oldest_waiting_seconds", "slack"] == 120


def test_a_channel_with_nothing_left_to_do_goes_back_to_nothing() -> None:
    metrics = Metrics()
    metrics.waits([Waiting("slack", 3, NOON)], NOON)

    metrics.waits([], NOON)

    found = figures(metrics)
    assert found["homeround_deliveries_waiting", "slack"] == 0
    assert found["homeround_oldest_waiting_seconds", "slack"] == 0


def test_an_enabled_channel_is_shown_from_the_start() -> None:
    assert figures(Metrics(["telegram"]))["homeround_deliveries_waiting", "telegram"] == 0


def test_two_sets_of_figures_are_apart() -> None:
    one, other = Metrics(), Metrics()

    one.tried("slack", "delivered")

    assert ("homeround_deliveries_total", "slack", "delivered") in figures(one)
    assert ("homeround_deliveries_total", "slack", "delivered") not in figures(other)
