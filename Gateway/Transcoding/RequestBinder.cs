using System.Globalization;
using Digits.Gateway.Errors;
using Digits.Gateway.Routing;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Digits.Gateway.Transcoding;

/// <summary>Fills a request message from body, query, path and headers, as one annotation says.</summary>
/// <param name="type">The request message.</param>
/// <param name="template">The path template.</param>
/// <param name="variables">Its variables with the fields that they fill.</param>
/// <param name="takesWholeBody">Whether the body is the whole message (<c>body: "*"</c>).</param>
/// <param name="bodyField">The field that the body is, or null.</param>
/// <param name="resumeField">The field that the header Last-Event-ID fills, or null.</param>
internal sealed class RequestBinder(
    MessageDescriptor type,
    PathTemplate template,
    IReadOnlyList<(TemplateVariable Variable, FieldPath Field)> variables,
    bool takesWholeBody,
    FieldPath? bodyField,
    FieldPath? resumeField)
{
    /// <summary>The most characters of a value in the query.</summary>
    public const int MaxQueryValueLength = 2048;

    // Names and identifiers are shorter; no service needs to look for a longer one.
    private const int MaxNameLength = 256;

    /// <summary>The request message.</summary>
    /// <exception cref="ProblemException">The request does not fit the message; every fault is named.</exception>
    public async Task<IMessage> BindAsync(HttpContext context)
    {
        var message = type.NewMessage();
        var faults = new RequestFaults();
        await BindBodyAsync(context, message, faults);
        BindQuery(context.Request.Query, message, faults);
        BindPath(context.Request.RouteValues, message, faults);
        BindLastEventId(context.Request, message, faults);
        faults.ThrowIfAny();
        return message;
    }

    /// <summary>Fills in the variables of the path. They replace what the body says.</summary>
    public void BindPath(RouteValueDictionary values, IMessage message, RequestFaults faults)
    {
        foreach (var (variable, field) in variables)
        {
            var text = template.Capture(variable, values);
            if (text.Length > MaxNameLength)
            {
                faults.Add(field.JsonName, $"is longer than {MaxNameLength} characters");
                continue;
            }

            TextBinding.Write(field, message, text, faults);
        }
    }

    private async Task BindBodyAsync(HttpContext context, IMessage message, RequestFaults faults)
    {
        if (!takesWholeBody && bodyField is null)
        {
            if (context.Request.ContentLength > 0)
            {
                throw new ProblemException(Problems.UnexpectedBody());
            }

            return;
        }

        using var json = await JsonBody.ReadAsync(context);
        if (json is null)
        {
            return;
        }

        var reader = new JsonMessageReader(faults);
        if (bodyField is null)
        {
            reader.ReadMessage(json.RootElement, message, path: "");
        }
        else
        {
            reader.ReadField(json.RootElement, bodyField.Leaf, message, bodyField.JsonName);
        }
    }

    private void BindQuery(IQueryCollection query, IMessage message, RequestFaults faults)
    {
        foreach (var (key, values) in query)
        {
            if (faults.IsFull)
            {
                return;
            }

            if (takesWholeBody)
            {
                faults.Add(key, "is not read from the query here; put it into the body");
            }
            else if (!FieldPath.TryResolve(type, key, out var field))
            {
                faults.Add(key, "is not a known query parameter");
            }
            else if (bodyField?.Overlaps(field) is true || variables.Any(variable => variable.Field.Overlaps(field)))
            {
                faults.Add(key, "is not read from the query here; path or body give it");
            }
            else if (values.Count > 1 && !field.Leaf.IsRepeated)
            {
                faults.Add(key, "is given more than once");
            }
            else
            {
                foreach (var value in values)
                {
                    WriteQuery(field, message, value ?? "", faults);
                }
            }
        }
    }

    private static void WriteQuery(FieldPath field, IMessage message, string value, RequestFaults faults)
    {
        if (value.Length > MaxQueryValueLength)
        {
            faults.Add(field.JsonName, $"is longer than {MaxQueryValueLength} characters");
            return;
        }

        TextBinding.Write(field, message, value, faults);
    }

    // A browser that lost a stream asks again with the id of the last event that it saw, which is newer than what the address says.
    private void BindLastEventId(HttpRequest request, IMessage message, RequestFaults faults)
    {
        var id = request.Headers["Last-Event-ID"].ToString();
        if (resumeField is null || id.Length == 0)
        {
            return;
        }

        if (long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            TextBinding.Write(resumeField, message, id, faults);
        }
        else
        {
            faults.Add("Last-Event-ID", "must be the id of an event of this stream");
        }
    }
}
