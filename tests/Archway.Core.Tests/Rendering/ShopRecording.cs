namespace Archway.Core.Tests.Rendering;

/// <summary>A chart with a subchart under another name and one beside it, and what <c>helm template</c> of helm 4.1.4 wrote for it.</summary>
internal static class ShopRecording
{
    internal static readonly string[] Told =
    [
        "common/templates/agent.yaml:8:12 {{ printf \"%s/agent:%s\" \"ghcr.io/acme\" .Chart.Version }} → ghcr.io/acme/agent:1.0.0",
        "shop/charts/cache/templates/cache.yaml:8:12 {{ printf \"%s/cache:%s\" \"ghcr.io/acme\" .Chart.Version }} → ghcr.io/acme/cache:1.0.0",
        "shop/templates/_pod.tpl:4:10 {{ .Values.registry }}/job:{{ .Chart.AppVersion }} → ghcr.io/acme/job:2.4",
        "shop/templates/web.yaml:10:17 {{ .Values.registry }}/migrate:{{ .Chart.AppVersion }} → ghcr.io/acme/migrate:2.4",
        "shop/templates/web.yaml:13:17 {{ .Values.registry }}/web:{{ .Values.web.tag }} → ghcr.io/acme/web:1.7",
        "shop/templates/web.yaml:15:25 {{ .Values.registry }}/sidecar:{{ .Chart.AppVersion }} → ghcr.io/acme/sidecar:2.4",
    ];

    internal static readonly (string Path, string Text)[] Files =
    [
        ("shop/Chart.yaml", """
            apiVersion: v2
            name: shop
            version: 0.3.0
            appVersion: "2.4"
            dependencies:
            - name: cache
              version: 1.0.0
              alias: store
            - name: common
              version: 1.0.0
              repository: file://../common
            """),
        ("shop/values.yaml", """
            registry: ghcr.io/acme
            web:
              tag: "1.7"
            sidecar: ghcr.io/acme/proxy:2.0
            """),
        ("shop/templates/web.yaml", """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
            spec:
              template:
                spec:
                  initContainers:
                  - name: migrate
                    image: "{{ .Values.registry }}/migrate:{{ .Chart.AppVersion }}"
                  containers:
                  - name: web
                    image: "{{ .Values.registry }}/web:{{ .Values.web.tag }}"
                    args:
                    - --proxy-image={{ .Values.registry }}/sidecar:{{ .Chart.AppVersion }}
            """),
        ("shop/templates/_pod.tpl", """
            {{- define "shop.pod" -}}
            containers:
            - name: job
              image: {{ .Values.registry }}/job:{{ .Chart.AppVersion }}
            {{- end }}
            """),
        ("shop/templates/job.yaml", """
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: job
            spec:
              template:
                spec:
                  {{- include "shop.pod" . | nindent 6 }}
            """),
        ("shop/charts/cache/Chart.yaml", """
            apiVersion: v2
            name: cache
            version: 1.0.0
            """),
        ("shop/charts/cache/templates/cache.yaml", """
            apiVersion: v1
            kind: Pod
            metadata:
              name: cache
            spec:
              containers:
              - name: cache
                image: {{ printf "%s/cache:%s" "ghcr.io/acme" .Chart.Version }}
            """),
        ("common/Chart.yaml", """
            apiVersion: v2
            name: common
            version: 1.0.0
            """),
        ("common/templates/agent.yaml", """
            apiVersion: v1
            kind: Pod
            metadata:
              name: agent
            spec:
              containers:
              - name: agent
                image: {{ printf "%s/agent:%s" "ghcr.io/acme" .Chart.Version }}
            """),
    ];

    internal const string Output = """
        ---
        # Source: shop/charts/common/templates/agent.yaml
        apiVersion: v1
        kind: Pod
        metadata:
          name: agent
        spec:
          containers:
          - name: agent
            image: ghcr.io/acme/agent:1.0.0
        ---
        # Source: shop/charts/store/templates/cache.yaml
        apiVersion: v1
        kind: Pod
        metadata:
          name: cache
        spec:
          containers:
          - name: cache
            image: ghcr.io/acme/cache:1.0.0
        ---
        # Source: shop/templates/web.yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
        spec:
          template:
            spec:
              initContainers:
              - name: migrate
                image: "ghcr.io/acme/migrate:2.4"
              containers:
              - name: web
                image: "ghcr.io/acme/web:1.7"
                args:
                - --proxy-image=ghcr.io/acme/sidecar:2.4
        ---
        # Source: shop/templates/job.yaml
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: job
        spec:
          template:
            spec:
              containers:
              - name: job
                image: ghcr.io/acme/job:2.4
        """;
}
