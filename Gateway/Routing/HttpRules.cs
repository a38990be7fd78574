using Google.Api;
using Google.Protobuf.Reflection;

namespace Digits.Gateway.Routing;

/// <summary>Reads google.api.http annotations.</summary>
internal static class HttpRules
{
    /// <summary>A method's rule and its additional bindings; empty without an annotation.</summary>
    public static IReadOnlyList<HttpRule> Of(MethodDescriptor method)
    {
        var rule = method.GetOptions()?.GetExtension(AnnotationsExtensions.Http);
        return rule is null ? [] : [rule, .. rule.AdditionalBindings];
    }

    /// <summary>Whether a method may be called twice without harm: it says so, or it is bound to GET.</summary>
    public static bool IsIdempotent(MethodDescriptor method) =>
        method.GetOptions()?.IdempotencyLevel is MethodOptions.Types.IdempotencyLevel.NoSideEffects or MethodOptions.Types.IdempotencyLevel.Idempotent
        || Of(method).Any(rule => rule.PatternCase == HttpRule.PatternOneofCase.Get);

    /// <summary>The HTTP method and the path template of a rule; both empty when it names none.</summary>
    public static (string HttpMethod, string Template) PatternOf(HttpRule rule) => rule.PatternCase switch
    {
        HttpRule.PatternOneofCase.Get => ("GET", rule.Get),
        HttpRule.PatternOneofCase.Put => ("PUT", rule.Put),
        HttpRule.PatternOneofCase.Post => ("POST", rule.Post),
        HttpRule.PatternOneofCase.Delete => ("DELETE", rule.Delete),
        HttpRule.PatternOneofCase.Patch => ("PATCH", rule.Patch),
        HttpRule.PatternOneofCase.Custom => (rule.Custom.Kind, rule.Custom.Path),
        _ => ("", ""),
    };
}
