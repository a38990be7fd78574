using Aspire.Dashboard.Telemetry;
using OpenTelemetry.Proto.Common.V1;

namespace Aspire.Dashboard.Api;

/// <summary>"name": has it; "name=value": its text contains the value; "name!=value": it does not.</summary>
internal sealed record AttributeFilter(string Name, string Value, bool IsNegative)
{
    public static AttributeFilter Parse(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
        {
            return new AttributeFilter(text.Trim(), "", IsNegative: false);
        }

        var isNegative = equals > 0 && text[equals - 1] == '!';
        return new AttributeFilter(text[..(isNegative ? equals - 1 : equals)].Trim(), text[(equals + 1)..].Trim(), isNegative);
    }

    public bool Matches(IEnumerable<KeyValue> attributes)
    {
        var value = AttributeText.Find(attributes, Name);
        return IsNegative
            ? value?.Contains(Value, StringComparison.OrdinalIgnoreCase) != true
            : value?.Contains(Value, StringComparison.OrdinalIgnoreCase) == true;
    }
}
