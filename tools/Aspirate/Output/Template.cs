using System.Collections;
using System.Text;
using System.Text.RegularExpressions;

namespace Aspirate.Output;

/// <summary>
/// The part of Handlebars that the tool's templates use: values (with &amp;, &lt;, &gt; and quotes written as in HTML), <c>#if</c> with
/// <c>else</c>, <c>#each</c> over lists and maps with <c>this</c> and <c>@key</c>. A line that holds only the tag of a block produces no output.
/// </summary>
internal sealed partial class Template
{
    private readonly string _name;
    private readonly List<Node> _nodes;

    private Template(string name, List<Node> nodes) => (_name, _nodes) = (name, nodes);

    /// <exception cref="AspirateException">A block is not closed, or closed twice.</exception>
    public static Template Parse(string name, string text)
    {
        var tokens = new Queue<string>(Tag().Split(BlockLine().Replace(text.ReplaceLineEndings("\n"), "$1")).Where(t => t.Length > 0));
        var nodes = Parse(name, tokens, out var end);
        return end is null ? new(name, nodes) : throw new AspirateException($"Template '{name}': {{{{{end}}}}} has no beginning.");
    }

    public string Render(IReadOnlyDictionary<string, object?> data)
    {
        var output = new StringBuilder();
        Render(_nodes, new(data, null), output);
        return output.ToString();
    }

    private static List<Node> Parse(string name, Queue<string> tokens, out string? end)
    {
        var nodes = new List<Node>();
        while (tokens.TryDequeue(out var token))
        {
            if (!token.StartsWith("{{", StringComparison.Ordinal))
            {
                nodes.Add(new Node(NodeKind.Text, token, [], []));
                continue;
            }

            var tag = token[2..^2].Trim();
            if (tag == "else" || tag.StartsWith('/'))
            {
                end = tag;
                return nodes;
            }

            nodes.Add(tag.StartsWith('#') ? Block(name, tag, tokens) : new Node(NodeKind.Value, tag, [], []));
        }

        end = null;
        return nodes;
    }

    private static Node Block(string name, string tag, Queue<string> tokens)
    {
        var kind = tag.Split(' ')[0] switch
        {
            "#if" => NodeKind.If,
            "#each" => NodeKind.Each,
            _ => throw new AspirateException($"Template '{name}': {{{{{tag}}}}} is not supported, only #if and #each are."),
        };
        var body = Parse(name, tokens, out var end);
        var otherwise = end == "else" ? Parse(name, tokens, out end) : [];
        return end == (kind == NodeKind.If ? "/if" : "/each")
            ? new Node(kind, tag[tag.IndexOf(' ', StringComparison.Ordinal)..].Trim(), body, otherwise)
            : throw new AspirateException($"Template '{name}': {{{{{tag}}}}} is not closed.");
    }

    private void Render(List<Node> nodes, Scope scope, StringBuilder output)
    {
        foreach (var node in nodes)
        {
            switch (node.Kind)
            {
                case NodeKind.Text:
                    output.Append(node.Text);
                    break;
                case NodeKind.Value:
                    output.Append(Escape(scope.Find(node.Text)?.ToString()));
                    break;
                case NodeKind.If:
                    Render(scope.Find(node.Text) is true or string { Length: > 0 } ? node.Body : node.Otherwise, scope, output);
                    break;
                case NodeKind.Each:
                    RenderEach(node, scope, output);
                    break;
                default:
                    throw new InvalidOperationException($"Template '{_name}' has a node of kind {node.Kind}.");
            }
        }
    }

    private void RenderEach(Node node, Scope scope, StringBuilder output)
    {
        foreach (var item in scope.Find(node.Text) as IEnumerable ?? Array.Empty<object>())
        {
            Render(node.Body, item is KeyValuePair<string, string> pair ? new(pair.Value, pair.Key) : new(item, null), output);
        }
    }

    private static string? Escape(string? value) => value?
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal);

    [GeneratedRegex(@"(\{\{[^{}]*\}\})")]
    private static partial Regex Tag();

    [GeneratedRegex(@"^[ \t]*(\{\{(?:#|/|else)[^{}]*\}\})[ \t]*(?:\n|\z)", RegexOptions.Multiline)]
    private static partial Regex BlockLine();

    private enum NodeKind
    {
        Text,
        Value,
        If,
        Each,
    }

    private sealed record Node(NodeKind Kind, string Text, List<Node> Body, List<Node> Otherwise);

    private sealed record Scope(object? This, string? Key)
    {
        public object? Find(string path) => path switch
        {
            "this" => This,
            "@key" => Key,
            _ => This is IReadOnlyDictionary<string, object?> map ? map.GetValueOrDefault(path.StartsWith("this.", StringComparison.Ordinal) ? path[5..] : path) : null,
        };
    }
}
