using Digits.Inference.V1;
using Digits.Processing.V1;
using Digits.Training.V1;
using Google.Api;
using Google.Protobuf.Reflection;

namespace Digits.Conventions.Tests;

/// <summary>What every contract of ours keeps to; the rest is for <c>buf lint protos</c>.</summary>
public sealed class ContractTests
{
    private static readonly FileDescriptor[] Files =
    [
        ProcessingServiceReflection.Descriptor,
        CatalogServiceReflection.Descriptor,
        CorrectionServiceReflection.Descriptor,
        TrainingServiceReflection.Descriptor,
        ModelServiceReflection.Descriptor,
        InferenceServiceReflection.Descriptor,
    ];

    private static IEnumerable<MethodDescriptor> Methods => Files.SelectMany(file => file.Services).SelectMany(service => service.Methods);

    [Fact]
    public void Methods_Rest_IsAnnotatedUnderApiV1() =>
        Assert.All(Methods, method => Assert.StartsWith("/api/v1/", PathOf(method), StringComparison.Ordinal));

    [Fact]
    public void Methods_Messages_BelongToOneMethodEach() =>
        Assert.All(Methods, method =>
        {
            Assert.Equal(method.Name + "Request", method.InputType.Name);
            Assert.Equal(method.Name + "Response", method.OutputType.Name);
        });

    [Fact]
    public void Routes_Always_AreUnique()
    {
        var routes = Methods.Select(method => (Rule(method).PatternCase, PathOf(method))).ToList();

        Assert.Equal(routes.Count, routes.Distinct().Count());
    }

    [Fact]
    public void Packages_Always_AreTheirFolders() =>
        Assert.All(Files, file => Assert.Equal(file.Package.Replace('.', '/'), Path.GetDirectoryName(file.Name)!.Replace('\\', '/')));

    private static HttpRule Rule(MethodDescriptor method) => method.GetOptions().GetExtension(AnnotationsExtensions.Http);

    private static string PathOf(MethodDescriptor method)
    {
        var rule = Rule(method);
        return rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => rule.Get,
            HttpRule.PatternOneofCase.Post => rule.Post,
            HttpRule.PatternOneofCase.Put => rule.Put,
            HttpRule.PatternOneofCase.Patch => rule.Patch,
            HttpRule.PatternOneofCase.Delete => rule.Delete,
            _ => "",
        };
    }
}
