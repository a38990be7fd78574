using Digits.Gateway.Routing;
using Digits.Gateway.Services;
using Digits.Gateway.Transcoding;
using Digits.Gateway.Uploads;
using Google.Api;
using Google.Protobuf.Reflection;

namespace Digits.Gateway.Rest;

/// <summary>Turns the google.api.http annotations of service descriptors into routes.</summary>
internal sealed class RestRoutes
{
    private const string ResumeFieldName = "after_sequence";

    private readonly List<string> _faults = [];
    private readonly List<RestRoute> _routes = [];

    private RestRoutes()
    {
    }

    /// <summary>All routes of these services.</summary>
    /// <exception cref="RouteConfigurationException">An annotation is wrong; all faults are listed.</exception>
    public static IReadOnlyList<RestRoute> Of(RoutedServices services)
    {
        var builder = new RestRoutes();
        foreach (var rpc in services.Rpcs)
        {
            builder.AddMethod(rpc);
        }

        builder.FindDuplicates();
        return builder._faults.Count == 0 ? builder._routes : throw new RouteConfigurationException(builder._faults);
    }

    private void AddMethod(RpcMethod rpc)
    {
        var method = rpc.Descriptor;
        var rules = HttpRules.Of(method);
        if (rules.Count == 0)
        {
            return;
        }

        UploadShape? upload = null;
        if (method.IsClientStreaming && !UploadShape.TryRead(method, out upload, out var fault))
        {
            _faults.Add($"{method.FullName}: {fault}");
            return;
        }

        foreach (var rule in rules)
        {
            try
            {
                if (rule != rules[0] && rule.AdditionalBindings.Count > 0)
                {
                    throw new FormatException("additional_bindings cannot hold additional_bindings");
                }

                _routes.Add(BuildRoute(rule, rpc, upload));
            }
            catch (FormatException exception)
            {
                _faults.Add($"{method.FullName}: {exception.Message}");
            }
        }
    }

    private static RestRoute BuildRoute(HttpRule rule, RpcMethod rpc, UploadShape? upload)
    {
        var (httpMethod, pattern) = HttpRules.PatternOf(rule);
        if (httpMethod.Length == 0)
        {
            throw new FormatException("the annotation names no HTTP method");
        }

        var request = rpc.Descriptor.InputType;
        var template = PathTemplateParser.Parse(pattern);
        var variables = template.Variables.Select(variable => (variable, ResolveVariable(request, variable, template))).ToArray();
        if (upload is not null && rule.Body != "*")
        {
            throw new FormatException("a client stream needs body: \"*\"");
        }

        var takesWholeBody = rule.Body == "*";
        var bodyField = takesWholeBody || rule.Body.Length == 0 ? null : ResolveTopLevel(request, rule.Body, "body");
        if (httpMethod == "GET" && rule.Body.Length > 0)
        {
            throw new FormatException("GET has no body");
        }

        FieldPath? resumeField = null;
        if (rpc.Descriptor.IsServerStreaming
            && FieldPath.TryResolve(request, ResumeFieldName, out var resume) && TextBinding.CanBind(resume.Leaf))
        {
            resumeField = resume;
        }

        var responseField = rule.ResponseBody.Length == 0
            ? null
            : ResolveTopLevel(rpc.Descriptor.OutputType, rule.ResponseBody, "response_body").Leaf;
        var binder = new RequestBinder(request, template, variables, takesWholeBody, bodyField, resumeField);
        return new RestRoute(httpMethod, template, rpc, binder, new ResponseShape(responseField), upload);
    }

    private static FieldPath ResolveVariable(MessageDescriptor request, TemplateVariable variable, PathTemplate template)
    {
        if (!FieldPath.TryResolve(request, variable.Field, out var field))
        {
            throw new FormatException($"{template} names {variable.Field}, which {request.FullName} does not have");
        }

        if (field.Leaf.IsRepeated || field.Leaf.FieldType == FieldType.Message)
        {
            throw new FormatException($"{template} names {variable.Field}, which is not a single plain value");
        }

        return field;
    }

    private static FieldPath ResolveTopLevel(MessageDescriptor type, string name, string option) =>
        !name.Contains('.') && FieldPath.TryResolve(type, name, out var field)
            ? field
            : throw new FormatException($"{option} names {name}, which {type.FullName} does not have");

    // ASP.NET Core's routing ignores case.
    private void FindDuplicates()
    {
        foreach (var group in _routes
            .GroupBy(route => $"{route.HttpMethod} {route.Template.Shape}", StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Count() > 1))
        {
            _faults.Add($"{group.Key} is bound more than once: {string.Join(", ", group.Select(route => route.Rpc.Descriptor.FullName))}");
        }
    }
}

/// <summary>One binding of one RPC to an HTTP method and a path.</summary>
/// <param name="HttpMethod">The HTTP method.</param>
/// <param name="Template">The path.</param>
/// <param name="Rpc">The RPC.</param>
/// <param name="Binder">Makes the request message.</param>
/// <param name="Response">Writes response messages.</param>
/// <param name="Upload">How files become messages, for a client stream; else null.</param>
internal sealed record RestRoute(
    string HttpMethod, PathTemplate Template, RpcMethod Rpc, RequestBinder Binder, ResponseShape Response, UploadShape? Upload);

/// <summary>The contracts cannot be turned into routes; the message lists every fault.</summary>
internal sealed class RouteConfigurationException(IReadOnlyList<string> faults)
    : Exception("The google.api.http annotations cannot be turned into routes:"
        + string.Concat(faults.Select(fault => $"{Environment.NewLine}- {fault}")))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
