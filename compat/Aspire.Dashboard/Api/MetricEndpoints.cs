using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Metrics;

namespace Aspire.Dashboard.Api;

/// <summary>Instruments and their values over time.</summary>
internal static class MetricEndpoints
{
    private const double DefaultMinutes = 5;
    private const double MaxMinutes = 12 * 60;
    private const int MaxSeries = 500;
    private const int MaxValues = 100;
    private const int MaxExemplars = 100;

    public static void MapMetrics(this WebApplication app)
    {
        app.MapGet("/api/metrics", List);
        app.MapGet("/api/metrics/data", Get);
    }

    private static IResult List(TelemetryStore store)
    {
        lock (store.Gate)
        {
            return Results.Ok(new
            {
                Resources = store.Resources.OrderBy(resource => resource.Name, StringComparer.Ordinal).Select(resource => new
                {
                    resource.Name,
                    Points = resource.Metrics.PointCount,
                    Meters = resource.Metrics.Instruments.Values.GroupBy(instrument => instrument.Key.Meter).OrderBy(meter => meter.Key, StringComparer.Ordinal).Select(meter => new
                    {
                        Name = meter.Key,
                        Instruments = meter.OrderBy(instrument => instrument.Key.Name, StringComparer.Ordinal).Select(instrument => new
                        {
                            instrument.Key.Name,
                            instrument.Unit,
                            instrument.Description,
                            Kind = instrument.Key.Kind.ToString(),
                        }),
                    }),
                }).ToList(),
            });
        }
    }

    private static IResult Get(TelemetryStore store, TimeProvider time, [AsParameters] MetricQuery query)
    {
        var now = UnixTime.Of(time.GetUtcNow());
        var minutes = query.Minutes is { } asked && double.IsFinite(asked) ? Math.Clamp(asked, 1, MaxMinutes) : DefaultMinutes;
        lock (store.Gate)
        {
            var instrument = store.Resources.FirstOrDefault(resource => resource.Name == query.Resource)?.Metrics.Instruments.Values
                .FirstOrDefault(one => one.Key.Meter == (query.Meter ?? "") && one.Key.Name == query.Instrument);
            if (instrument is null)
            {
                return Results.NotFound();
            }

            var selected = instrument.Series.Values.Where(series => Matches(series, query.Filter ?? [])).Take(MaxSeries).ToList();
            var chart = new MetricChart(now, TimeSpan.FromMinutes(minutes));
            return Results.Ok(new
            {
                instrument.Key.Name,
                instrument.Key.Meter,
                instrument.Unit,
                instrument.Description,
                Kind = instrument.Key.Kind.ToString(),
                Dimensions = DimensionsOf(instrument),
                Times = chart.Times.Select(UnixTime.Milliseconds),
                Lines = chart.Lines(instrument.Key.Kind, selected),
                SeriesCount = instrument.Series.Count,
                Selected = selected.Count,
                Exemplars = ExemplarsOf(selected, chart.From),
            });
        }
    }

    private static bool Matches(MetricSeries series, string[] filters) =>
        filters.Select(AttributeFilter.Parse).GroupBy(filter => filter.Name).All(dimension =>
            dimension.Any(filter => (series.Dimensions.FirstOrDefault(pair => pair.Key == filter.Name).Value ?? "") == filter.Value));

    private static List<object> DimensionsOf(Instrument instrument) =>
    [
        .. instrument.Series.Values.Take(MaxSeries).SelectMany(series => series.Dimensions).GroupBy(pair => pair.Key).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new
            {
                Name = group.Key,
                Values = group.Select(pair => pair.Value).Distinct().Order(StringComparer.Ordinal).Take(MaxValues).ToList(),
            }),
    ];

    private static List<object> ExemplarsOf(List<MetricSeries> series, long from) =>
    [
        .. series.SelectMany(one => one.Exemplars).Where(exemplar => exemplar.Time >= from).OrderByDescending(exemplar => exemplar.Time).Take(MaxExemplars)
            .Select(exemplar => new
            {
                Time = UnixTime.Milliseconds(exemplar.Time),
                exemplar.Value,
                Trace = Ids.Text(exemplar.Trace),
                Span = Ids.Text(exemplar.Span),
            }),
    ];
}
