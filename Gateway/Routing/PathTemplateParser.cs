namespace Digits.Gateway.Routing;

/// <summary>
/// Reads path templates by the grammar of google/api/http.proto:
/// <c>"/" Segment {"/" Segment} [":" Verb]</c>, a segment being <c>*</c>, <c>**</c>, a literal or <c>{field.path[=segments]}</c>.
/// </summary>
internal sealed class PathTemplateParser
{
    private readonly string _text;
    private readonly List<TemplateSegment> _segments = [];
    private readonly List<TemplateVariable> _variables = [];
    private int _position;

    private PathTemplateParser(string text) => _text = text;

    /// <exception cref="FormatException">The text is not a path template; the message says why.</exception>
    public static PathTemplate Parse(string text) => new PathTemplateParser(text).ParseTemplate();

    private PathTemplate ParseTemplate()
    {
        Expect('/');
        ParseSegments(insideVariable: false);
        var verb = "";
        if (TryTake(':'))
        {
            verb = ParseLiteral("a verb");
        }

        if (_position < _text.Length)
        {
            throw Fault($"'{_text[_position]}' is not expected");
        }

        if (_segments.FindIndex(segment => segment.Kind == SegmentKind.Rest) is var rest && rest >= 0 && rest < _segments.Count - 1)
        {
            throw Fault("** is only possible at the end");
        }

        return new PathTemplate(_text, _segments, _variables, verb);
    }

    private void ParseSegments(bool insideVariable)
    {
        do
        {
            ParseSegment(insideVariable);
        }
        while (TryTake('/'));
    }

    private void ParseSegment(bool insideVariable)
    {
        if (TryTake('*'))
        {
            _segments.Add(TryTake('*') ? new TemplateSegment(SegmentKind.Rest, "") : new TemplateSegment(SegmentKind.One, ""));
        }
        else if (!TryTake('{'))
        {
            _segments.Add(new TemplateSegment(SegmentKind.Literal, Uri.UnescapeDataString(ParseLiteral("a segment"))));
        }
        else if (insideVariable)
        {
            throw Fault("a variable cannot hold another");
        }
        else
        {
            ParseVariable();
        }
    }

    private void ParseVariable()
    {
        var field = ParseWhile(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.', "a field name");
        var start = _segments.Count;
        if (TryTake('='))
        {
            ParseSegments(insideVariable: true);
        }
        else
        {
            _segments.Add(new TemplateSegment(SegmentKind.One, ""));
        }

        Expect('}');
        if (_variables.Exists(variable => variable.Field == field))
        {
            throw Fault($"{field} appears twice");
        }

        _variables.Add(new TemplateVariable(field, start, _segments.Count - start));
    }

    private string ParseLiteral(string what) =>
        ParseWhile(letter => letter is not ('/' or '{' or '}' or ':' or '*' or '=' or '?' or '#'), what);

    private string ParseWhile(Predicate<char> belongs, string what)
    {
        var start = _position;
        while (_position < _text.Length && belongs(_text[_position]))
        {
            _position++;
        }

        return _position > start ? _text[start.._position] : throw Fault($"{what} is missing");
    }

    private bool TryTake(char wanted)
    {
        if (_position < _text.Length && _text[_position] == wanted)
        {
            _position++;
            return true;
        }

        return false;
    }

    private void Expect(char wanted)
    {
        if (!TryTake(wanted))
        {
            throw Fault($"'{wanted}' is missing");
        }
    }

    private FormatException Fault(string fault) => new($"the path template \"{_text}\" is wrong at position {_position + 1}: {fault}");
}
