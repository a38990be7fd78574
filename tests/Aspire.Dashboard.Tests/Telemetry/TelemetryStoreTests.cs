using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Tests.Support;
using Google.Protobuf;
using OpenTelemetry.Proto.Trace.V1;

namespace Aspire.Dashboard.Tests.Telemetry;

/// <summary>What is kept and what goes.</summary>
public sealed class TelemetryStoreTests
{
    private static readonly TelemetryLimits Few = new() { MaxLogCount = 5, MaxTraceCount = 3, MaxMetricsCount = 4, MaxAttributeCount = 2, MaxAttributeLength = 10 };

    [Fact]
    public void Add_MoreLogsThanTheLimit_KeepsTheNewestOfEachResource()
    {
        var store = new TelemetryStore(Few, TimeProvider.System);
        store.Add(Samples.Records("quiet", [Samples.Record("quiet 0")]).ResourceLogs);
        store.Add(Samples.Records("loud", Enumerable.Range(0, 12).Select(number => Samples.Record($"loud {number}"))).ResourceLogs);

        Assert.Equal(["quiet 0"], Messages(Find(store, "quiet")));
        Assert.Equal(["loud 7", "loud 8", "loud 9", "loud 10", "loud 11"], Messages(Find(store, "loud")));
    }

    [Fact]
    public void Add_MoreTracesThanTheLimit_DropsTheOldestOfThatResourceOnly()
    {
        var store = new TelemetryStore(Few, TimeProvider.System);
        store.Add(Samples.Spans("back", [Samples.Span(trace: 1, id: 2, parent: 1, name: "below")]).ResourceSpans);
        store.Add(Samples.Spans("front", Enumerable.Range(1, 5).Select(number => Samples.Span((ulong)number, id: 1))).ResourceSpans);

        Assert.Equal(3, Find(store, "front").Spans.TraceCount);
        Assert.Equal(4, store.Traces.All.Count);
        var first = store.Traces.Find(Ids.Trace(Samples.TraceId(1)))!;
        Assert.Equal("back", Assert.Single(first.Parts).Store.Resource.Name);
        Assert.Null(store.Traces.Find(Ids.Trace(Samples.TraceId(2))));
    }

    [Fact]
    public void Add_SpansOfOneTraceInAnyOrder_NamesItAfterTheSpanWithoutParent()
    {
        var store = new TelemetryStore(new(), TimeProvider.System);
        store.Add(Samples.Spans("back", [Samples.Span(1, id: 3, parent: 2, name: "below")]).ResourceSpans);
        store.Add(Samples.Spans("front", [Samples.Span(1, id: 2, parent: 1, name: "call"), Samples.Span(1, id: 1, name: "top")]).ResourceSpans);

        var trace = Assert.Single(store.Traces.All);
        Assert.Equal(("top", "front", 3), (trace.Name, trace.NamedBy!.Resource.Name, trace.SpanCount));
    }

    [Fact]
    public void Add_MorePointsThanTheLimit_DropsTheOldestAndEmptySeries()
    {
        var store = new TelemetryStore(Few, TimeProvider.System);
        store.Add(Samples.Metrics("one", Samples.Gauge("old", 1)).ResourceMetrics);
        for (var value = 0; value < 6; value++)
        {
            store.Add(Samples.Metrics("one", Samples.Gauge("new", value)).ResourceMetrics);
        }

        var metrics = Find(store, "one").Metrics;
        Assert.Equal(4, metrics.PointCount);
        Assert.Equal("new", Assert.Single(metrics.Instruments.Values).Key.Name);
    }

    [Fact]
    public void Add_EqualValues_AreOnePointThatLasts()
    {
        var store = new TelemetryStore(Few, TimeProvider.System);
        for (var time = 0; time < 20; time++)
        {
            store.Add(Samples.Metrics("one", Samples.Gauge("same", 5)).ResourceMetrics);
        }

        Assert.Equal(1, Find(store, "one").Metrics.PointCount);
    }

    [Fact]
    public void Add_TooManyOrTooLongAttributes_AreCut()
    {
        var store = new TelemetryStore(Few, TimeProvider.System);
        var span = Samples.Span(1, 1);
        span.Attributes.Add([Samples.Attribute("a", new string('x', 100)), Samples.Attribute("b", "2"), Samples.Attribute("c", "3")]);
        store.Add(Samples.Spans("one", [span]).ResourceSpans);

        var kept = Find(store, "one").Spans.Read(0).Attributes;
        Assert.Equal(["a", "b"], kept.Select(attribute => attribute.Key));
        Assert.Equal("xxxxxxxxxx… (cut from 100 characters)", kept[0].Value.StringValue);
    }

    [Fact]
    public void Add_MoreBytesThanTheLimit_DropsWhereMostIs()
    {
        var store = new TelemetryStore(new() { MaxBytes = 2_000_000 }, TimeProvider.System);
        store.Add(Samples.Records("small", [Samples.Record("stays")]).ResourceLogs);
        var random = new Random(1);
        for (var batch = 0; batch < 40; batch++)
        {
            var noise = new byte[20_000];
            store.Add(Samples.Records("large", Enumerable.Range(0, 10).Select(_ =>
            {
                random.NextBytes(noise);
                return Samples.Record(Convert.ToHexString(noise)[..30_000]);
            })).ResourceLogs);
        }

        Assert.InRange(store.Bytes, 1_000_000, 2_000_000);
        Assert.Equal(["stays"], Messages(Find(store, "small")));
        Assert.InRange(Find(store, "large").Logs.Entries.Count, 20, 399);
    }

    [Fact]
    public void Add_SpansWithoutIdentifiers_AreCountedAsRejected()
    {
        var store = new TelemetryStore(new(), TimeProvider.System);
        var nameless = Samples.Span(1, 1);
        nameless.TraceId = ByteString.CopyFromUtf8("short");

        Assert.Equal(2, store.Add(Samples.Spans("one", [nameless, new Span(), Samples.Span(2, 2)]).ResourceSpans));
        Assert.Single(store.Traces.All);
    }

    [Fact]
    public void Add_MoreResourcesThanTheLimit_ForgetsTheOneSilentForLongest()
    {
        var store = new TelemetryStore(new() { MaxResourceCount = 2 }, TimeProvider.System);
        foreach (var name in new[] { "a", "b", "a", "c" })
        {
            store.Add(Samples.Records(name, [Samples.Record(name)]).ResourceLogs);
        }

        Assert.Equal(["a", "c"], store.Resources.Select(resource => resource.Name).Order());
    }

    [Fact]
    public void Add_TwoInstancesOfOneService_AreToldApartByName()
    {
        var store = new TelemetryStore(new(), TimeProvider.System);
        store.Add(Samples.Records("one", [Samples.Record("x")]).ResourceLogs);
        var other = Samples.Records("one", [Samples.Record("y")]).ResourceLogs;
        other[0].Resource = Samples.Resource("one", "2");
        store.Add(other);

        Assert.Equal(["one-1", "one-2"], store.Resources.Select(resource => resource.Name).Order());
    }

    [Fact]
    public void Add_FutureAndMissingTimes_CountAsNow()
    {
        var store = new TelemetryStore(new(), TimeProvider.System);
        var record = Samples.Record("from the future");
        record.TimeUnixNano = ulong.MaxValue;
        var span = Samples.Span(1, 1);
        (span.StartTimeUnixNano, span.EndTimeUnixNano) = (ulong.MaxValue - 5, 0);
        store.Add(Samples.Records("one", [record]).ResourceLogs);
        store.Add(Samples.Spans("one", [span]).ResourceSpans);

        var now = (long)Samples.Now;
        Assert.InRange(Find(store, "one").Logs.Entries[0].Time, now - 60_000_000_000, now);
        Assert.InRange(Assert.Single(store.Traces.All).Start, now - 60_000_000_000, now);
    }

    [Fact]
    public void Clear_Traces_LeavesTheOtherSignals()
    {
        var store = new TelemetryStore(new(), TimeProvider.System);
        store.Add(Samples.Spans("one", [Samples.Span(1, 1)]).ResourceSpans);
        store.Add(Samples.Records("one", [Samples.Record("stays")]).ResourceLogs);

        store.Clear(resource => resource.Spans, "one");

        Assert.Empty(store.Traces.All);
        Assert.Equal(["stays"], Messages(Find(store, "one")));
    }

    private static TelemetryResource Find(TelemetryStore store, string name) => store.Resources.Single(resource => resource.Name == name);

    private static IEnumerable<string> Messages(TelemetryResource resource) =>
        Enumerable.Range(resource.Logs.Entries.First, resource.Logs.Entries.Count).Select(number => resource.Logs.Read(number).Body.StringValue);
}
