using Aspire.Dashboard.Telemetry.Traces;

namespace Aspire.Dashboard.Api;

/// <summary>Puts the spans of a trace under their parents.</summary>
internal static class TraceTree
{
    /// <summary>
    /// From the top down, children after their parent, by their start. A span whose parent is not there stands at the top, and so
    /// does one of a circle of parents.
    /// </summary>
    public static IEnumerable<TraceNode> Order(TraceEntry trace)
    {
        var spans = TraceViews.SpansOf(trace).ToList();
        var children = new Dictionary<ulong, List<(SpanStore Store, int Number)>>();
        var known = spans.Select(span => span.Store.Entries[span.Number].Id).ToHashSet();
        var tops = new List<(SpanStore Store, int Number)>();
        foreach (var span in spans)
        {
            ref var entry = ref span.Store.Entries[span.Number];
            if (entry.Parent != 0 && entry.Parent != entry.Id && known.Contains(entry.Parent))
            {
                (children.TryGetValue(entry.Parent, out var list) ? list : children[entry.Parent] = []).Add(span);
            }
            else
            {
                tops.Add(span);
            }
        }

        foreach (var list in children.Values.Append(tops))
        {
            // The last is taken first from a stack.
            list.Sort((left, right) => right.Store.Entries[right.Number].Start.CompareTo(left.Store.Entries[left.Number].Start));
        }

        // Spans of a circle are reached from none of the tops, so they come after all others.
        var waiting = new Stack<TraceNode>(spans.Concat(tops).Select(span => new TraceNode(span.Store, span.Number, Depth: 0, HasChildren: false)));
        var seen = new HashSet<(SpanStore, int)>();
        while (waiting.TryPop(out var node))
        {
            if (!seen.Add((node.Store, node.Number)))
            {
                continue;
            }

            // Of two spans with one identifier the first gets the children.
            var found = children.Remove(node.Store.Entries[node.Number].Id, out var list);
            yield return node with { HasChildren = found };
            foreach (var (store, number) in list ?? [])
            {
                waiting.Push(new TraceNode(store, number, node.Depth + 1, HasChildren: false));
            }
        }
    }
}
