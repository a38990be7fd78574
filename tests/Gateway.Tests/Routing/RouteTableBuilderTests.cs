using Digits.Gateway.Routing;
using Digits.Gateway.Services;
using Digits.ServiceDefaults.Clients;
using Digits.Test.V1;
using Google.Protobuf.Reflection;

namespace Digits.Gateway.Tests.Routing;

public sealed class RouteTableBuilderTests
{
    [Theory]
    [InlineData(nameof(UnknownVariableService), "/faulty/{nothing} names nothing, which digits.test.v1.FaultyRequest does not have")]
    [InlineData(nameof(RepeatedVariableService), "/faulty/{many} names many, which is not a single plain value")]
    [InlineData(nameof(BrokenTemplateService), "'}' is missing")]
    [InlineData(nameof(UnknownBodyService), "body names nothing, which digits.test.v1.FaultyRequest does not have")]
    [InlineData(nameof(UnknownResponseBodyService), "response_body names nothing, which digits.test.v1.FaultyResponse does not have")]
    [InlineData(nameof(BodyOnGetService), "GET has no body")]
    [InlineData(nameof(DuplicateService), "GET /faulty/* is bound more than once: digits.test.v1.DuplicateService.First, digits.test.v1.DuplicateService.Second")]
    [InlineData(nameof(NestedBindingService), "additional_bindings cannot hold additional_bindings")]
    [InlineData(nameof(ClientStreamService), "is a oneof of a settings message and a digits.upload.v1.FileChunk")]
    [InlineData(nameof(BothWaysService), "a stream in both directions cannot be called over REST")]
    public void Build_FaultyAnnotation_NamesMethodAndFault(string service, string fault)
    {
        var exception = Assert.Throws<RouteConfigurationException>(() => RouteTableBuilder.Build(Services(service)));

        Assert.Contains($"digits.test.v1.{service}.", exception.Message, StringComparison.Ordinal);
        Assert.Contains(fault, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_SeveralFaults_ListsThemAll()
    {
        var exception = Assert.Throws<RouteConfigurationException>(() => RouteTableBuilder.Build(Services(nameof(UnknownVariableService), nameof(UnknownBodyService))));

        Assert.Equal(2, exception.Faults.Count);
    }

    [Fact]
    public void Build_OwnContracts_BindsEveryAnnotatedMethod()
    {
        var table = RouteTableBuilder.Build(RoutedServices.Default);

        var bound = table.Routes.Select(route => route.Rpc.Descriptor.FullName).ToHashSet();
        var methods = RoutedServices.Default.All.SelectMany(service => service.Contract.Methods).Select(method => method.FullName);
        Assert.Equal(methods.ToHashSet(), bound);
    }

    [Theory]
    [InlineData("GET", "/api/v1/runs", "ListRuns")]
    [InlineData("POST", "/api/v1/runs", "StartRun")]
    [InlineData("GET", "/api/v1/runs/7", "GetRun")]
    [InlineData("GET", "/api/v1/runs/7:watch", "WatchRun")]
    [InlineData("POST", "/api/v1/runs/7:cancel", "CancelRun")]
    [InlineData("GET", "/api/v1/runs/7:unheard", "GetRun")]
    [InlineData("POST", "/api/v1/datasets:import", "ImportDataset")]
    [InlineData("GET", "/api/v1/datasets/mnist/samples:stream", "StreamSamples")]
    [InlineData("GET", "/api/v1/models:watch", "WatchModels")]
    [InlineData("GET", "/api/v1/models/digits/versions/3:download", "DownloadModel")]
    public void Match_OwnContracts_FindsTheMethod(string httpMethod, string path, string method) =>
        Assert.Equal(method, RouteTableBuilder.Build(RoutedServices.Default).Match(httpMethod, RequestPath.Parse(path)).Route?.Rpc.Descriptor.Name);

    [Theory]
    [InlineData("PUT", "/api/v1/runs", "GET,POST")]
    [InlineData("DELETE", "/api/v1/runs/7:cancel", "POST")]
    [InlineData("GET", "/api/v1/datasets:import", "POST")]
    [InlineData("GET", "/api/v1/nothing", "")]
    public void Match_OtherMethod_TellsWhatIsPossible(string httpMethod, string path, string allowed)
    {
        var match = RouteTableBuilder.Build(RoutedServices.Default).Match(httpMethod, RequestPath.Parse(path));

        Assert.Null(match.Route);
        Assert.Equal(allowed, string.Join(',', match.AllowedMethods.Order()));
    }

    private static RoutedServices Services(params string[] names) => new(
        [.. FaultyServiceReflection.Descriptor.Services.Where(service => names.Contains(service.Name)).Select(Routed)]);

    private static RoutedService Routed(ServiceDescriptor service) => new(service, Peer.Processing);
}
