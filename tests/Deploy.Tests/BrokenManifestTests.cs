using System.Text.Json.Nodes;
using Digits.Deploy.Tests.Manifests;
using Digits.Deploy.Tests.Rules;

namespace Digits.Deploy.Tests;

/// <summary>Every rule sees what it is there for: one value of a rendered overlay is changed, and the rule names it.</summary>
public sealed class BrokenManifestTests
{
    /// <summary>Rule, object, path, the new value as JSON (nothing takes the value away), and what the rule says then.</summary>
    public static TheoryData<string, string, string, string, string> Changes => new()
    {
        { "Names", "Service/training", "metadata.name", "\"processing\"", "is there 2 times" },
        { "Names", "Service/training", "metadata.name", "\"Training\"", "no DNS label" },
        { "Names", "Ingress/digits", "metadata.namespace", "\"default\"", "lies in no namespace" },
        { "Selectors", "Deployment/training", "spec.selector.matchLabels.app", "\"gateway\"", "selects the pods of [gateway]" },
        { "Selectors", "Service/inference-headless", "spec.selector.app", "\"inferring\"", "selects the pods of 0" },
        { "Selectors", "Service/gateway", "spec.selector", "{}", "selects the pods of 4" },
        { "Selectors", "PodDisruptionBudget/gateway", "spec.selector.matchLabels.app", "\"gate\"", "selects the pods of 0" },
        { "Selectors", "NetworkPolicy/training", "spec.ingress.0.from.0.podSelector.matchExpressions.0.values", "[\"page\"]", "pods that there are not" },
        { "Selectors", "Deployment/inference", "spec.template.spec.topologySpreadConstraints.0.labelSelector", "{}", "counts other pods" },
        { "Ports", "Deployment/gateway", "spec.template.spec.containers.0.ports.0.containerPort", "8443", "port 8443 is listed" },
        { "Ports", "Deployment/training", "spec.template.spec.containers.0.readinessProbe.grpc.port", "8081", "readinessProbe asks at port '8081'" },
        { "Ports", "Service/gateway", "spec.ports.0.targetPort", "\"https\"", "no container has port https" },
        { "Ports", "Ingress/digits", "spec.rules.0.http.paths.0.backend.service.name", "\"page\"", "no port http of Service page" },
        { "Ports", "NetworkPolicy/gateway", "spec.ingress.0.ports.0.port", "80", "no container has port 80" },
        { "References", "Deployment/training", "spec.template.spec.containers.0.envFrom.0.configMapRef.name", "\"none\"", "no ConfigMap none" },
        { "References", "Deployment/training", "spec.template.spec.serviceAccountName", "\"none\"", "no ServiceAccount none" },
        { "References", "Deployment/training", "spec.template.spec.containers.0.volumeMounts.0.name", "\"none\"", "mounts the volume none" },
        { "References", "Deployment/gateway", "spec.template.spec.containers.0.volumeMounts.0.mountPath", "\"/tmp\"", "mounts twice at /tmp" },
        { "References", "Deployment/gateway", "spec.template.spec.containers.0.env.0.value", "\"dns:///inference:80\"", "which no Service is" },
        { "References", "ConfigMap/gateway-env", "data.services__training__http__0", "\"training:8080\"", "which no Service is" },
        { "References", "HorizontalPodAutoscaler/gateway", "spec.scaleTargetRef.name", "\"none\"", "no Deployment none" },
        { "References", "RoleBinding/training-jobs", "subjects.0.name", "\"none\"", "no ServiceAccount none" },
        { "PodSecurity", "Namespace/digits", "metadata.labels", "{}", "does not enforce" },
        { "PodSecurity", "Deployment/gateway", "spec.template.spec.hostNetwork", "true", "has hostNetwork" },
        { "PodSecurity", "Deployment/gateway", "spec.template.spec.automountServiceAccountToken", "", "gets an account's token" },
        { "PodSecurity", "Deployment/gateway", "spec.template.spec.volumes.1", "{\"name\": \"tmp\", \"hostPath\": {\"path\": \"/tmp\"}}", "forbidden kind" },
        { "PodSecurity", "Deployment/gateway", "spec.template.spec.securityContext.fsGroup", "0", "belong to another group" },
        { "PodSecurity", "Deployment/gateway", "spec.template.spec.securityContext.runAsNonRoot", "", "may run as root" },
        { "PodSecurity", "Deployment/gateway", "spec.template.spec.securityContext.runAsUser", "0", "runs as a user" },
        { "PodSecurity", "Deployment/gateway", "spec.template.spec.securityContext.seccompProfile", "", "no seccomp profile" },
        { "PodSecurity", "Deployment/gateway", "spec.template.spec.containers.0.securityContext.allowPrivilegeEscalation", "", "may gain privileges" },
        { "PodSecurity", "Deployment/gateway", "spec.template.spec.containers.0.securityContext.capabilities", "", "keeps capabilities" },
        { "PodSecurity", "Deployment/gateway", "spec.template.spec.containers.0.securityContext.readOnlyRootFilesystem", "false", "may write to its root" },
        { "Rollout", "Deployment/gateway", "spec.template.spec.terminationGracePeriodSeconds", "13", "is killed before" },
        { "Rollout", "Deployment/gateway", "spec.strategy.rollingUpdate.maxUnavailable", "1", "an update fails requests" },
        { "Rollout", "Deployment/gateway", "spec.replicas", "1", "set by two" },
        { "Rollout", "Deployment/training", "spec.strategy.type", "\"RollingUpdate\"", "two processes" },
        { "Rollout", "Deployment/training", "spec.replicas", "2", "two processes" },
        { "Rollout", "Deployment/training", "spec.template.spec.volumes.0.persistentVolumeClaim.claimName", "\"digits-data\"", "has 2 Deployments" },
        { "Rollout", "PodDisruptionBudget/gateway", "spec.maxUnavailable", "0", "could block a drain" },
        { "Containers", "Deployment/gateway", "spec.template.spec.containers.0.resources.limits.memory", "\"64Mi\"", "is limited to 67108864" },
        { "Containers", "Deployment/gateway", "spec.template.spec.containers.0.resources.requests.cpu", "", "asks for 0 of cpu" },
        { "Containers", "Deployment/gateway", "spec.template.spec.containers.0.startupProbe", "", "not asked whether it is ready" },
        { "Containers", "Deployment/training", "spec.template.spec.containers.0.livenessProbe.failureThreshold", "1", "merely busy" },
        { "Containers", "Deployment/training", "spec.template.spec.containers.0.livenessProbe.grpc.service", "", "merely not ready" },
        { "Containers", "Deployment/gateway", "spec.template.spec.containers.0.volumeMounts.0.readOnly", "false", "does not find" },
        { "Containers", "Deployment/training", "spec.template.spec.containers.0.volumeMounts.0.mountPath", "\"/models\"", "not below DIGITS_DATA" },
        { "Network", "NetworkPolicy/training", "spec.ingress.0.from", "", "outside reaches training" },
        { "Network", "NetworkPolicy/gateway", "spec.egress", "", "gateway does not reach inference" },
        { "Network", "NetworkPolicy/gateway", "spec.ingress", "", "outside does not reach gateway" },
        { "Network", "NetworkPolicy/inference", "spec.egress.0.to.0.podSelector", "{}", "inference reaches processing" },
        { "Network", "NetworkPolicy/names", "spec.egress", "", "cannot resolve names" },
        { "Network", "NetworkPolicy/processing", "spec.egress", "", "processing alone needs the internet" },
    };

    [KubectlTheory]
    [MemberData(nameof(Changes))]
    public void Rule_ChangedValue_NamesTheFault(string rule, string owner, string path, string value, string expected)
    {
        var manifest = Overlay.Of(Overlay.Minikube).Copy();

        Change(manifest, owner, path, value);

        Assert.Contains(AllRules.ByName[rule](manifest), fault => fault.Contains(expected, StringComparison.Ordinal));
    }

    [KubectlTheory]
    [InlineData("References", "PersistentVolumeClaim", "digits-models", "no PersistentVolumeClaim digits-models")]
    [InlineData("References", "Role", "training-jobs", "no Role training-jobs")]
    [InlineData("References", "Service", "inference-headless", "which no Service is")]
    [InlineData("Ports", "Service", "gateway", "no port http of Service gateway")]
    [InlineData("Network", "NetworkPolicy", "deny-all", "nothing is closed by default")]
    [InlineData("Rollout", "HorizontalPodAutoscaler", "inference", "set by two, or by none")]
    public void Rule_MissingObject_NamesTheFault(string rule, string kind, string name, string expected)
    {
        var manifest = Overlay.Of(Overlay.Minikube).Without(kind, name);

        Assert.Contains(AllRules.ByName[rule](manifest), fault => fault.Contains(expected, StringComparison.Ordinal));
    }

    [SchemaTheory]
    [InlineData("Deployment/gateway", "spec.template.spec.containers.0.portz", "1", "unknown field /spec/template/spec/containers/0/portz")]
    [InlineData("Deployment/gateway", "spec.replicas", "\"1\"", "must be integer")]
    [InlineData("Deployment/gateway", "spec.template.spec.containers.0.name", "", "must have required property")]
    [InlineData("Ingress/digits", "spec.rules.0.http.paths.0.pathType", "", "must have required property")]
    [InlineData("ConfigMap/gateway-env", "data.HTTP_PORTS", "8080", "must be string")]
    [InlineData("NetworkPolicy/names", "spec.egress.0.form", "[]", "unknown field /spec/egress/0/form")]
    [InlineData("Service/gateway", "apiVersion", "\"v2\"", "there is no v2 Service")]
    public void Schema_ChangedValue_NamesTheFault(string owner, string path, string value, string expected)
    {
        var manifest = Overlay.Of(Overlay.Minikube).Copy();

        Change(manifest, owner, path, value);

        Assert.Contains(Schemas.Faults(manifest), fault => fault.Contains(expected, StringComparison.Ordinal));
    }

    private static void Change(Manifest manifest, string owner, string path, string value)
    {
        var names = owner.Split('/');
        var end = path.LastIndexOf('.');
        var target = manifest.Find(names[0], names[1]);
        var parent = end < 0 ? target : target.At(path[..end]);
        var key = path[(end + 1)..];
        switch (parent)
        {
            case JsonArray list:
                list[int.Parse(key)] = JsonNode.Parse(value);
                break;
            case JsonObject map when value.Length == 0:
                Assert.True(map.Remove(key), $"{owner} has no {path}.");
                break;
            case JsonObject map:
                map[key] = JsonNode.Parse(value);
                break;
            default:
                Assert.Fail($"{owner} has no {path}.");
                break;
        }
    }
}
